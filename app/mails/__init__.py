"""Mails and texts to phones: templates for Kratos' courier, in the words and colours of the pages.

Kratos sends the mails; which words it takes from where is the operator's. `kratos-ui mails` writes a folder for its
`courier.template_override_path`, with all languages in each file: a template chooses when the mail is made.
"""
