"""axe-core over the gallery: every exhibit × theme × language × colour scheme × width."""
