// Builds Ory Hydra at the version that go.mod pins.
package main

import "github.com/ory/hydra/v2/cmd"

func main() { cmd.Execute() }
