"""`make bench`: what pages cost, beside what Kratos itself takes for the same flow. No test asks how long it takes."""
