// Builds Ory Kratos at the version that go.mod pins.
package main

import "github.com/ory/kratos/cmd"

func main() { cmd.Execute() }
