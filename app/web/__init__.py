"""Between Flask and Kratos: the generic flow page, responses to errors, headers, cookies back."""
