"""`kratos-ui doctor`: looks at a Kratos and a UI from outside and says which settings break what for users."""
