// Command talos-sim is the lab's rack of machines: every machine of an inventory listens on a loopback
// port of its own and speaks the Talos machine API, from maintenance mode to a running cluster member.
//
// It writes one JSON object a line to standard output, one for each event (see sim.Events), and stops on
// SIGINT or SIGTERM. What the machines have on their disks is under -state, so a second start continues.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"hearth.dev/lab/talos/sim"
)

func main() {
	inventory := flag.String("inventory", "", "inventory file (JSON)")
	state := flag.String("state", "", "directory of the machines' state")
	bootDelay := flag.Duration("boot-delay", 0, "how long a machine takes to boot")
	flag.Parse()

	if *inventory == "" || *state == "" {
		fmt.Fprintln(os.Stderr, "talos-sim: both -inventory and -state are needed")
		os.Exit(2)
	}
	if err := run(*inventory, *state, *bootDelay); err != nil {
		fmt.Fprintln(os.Stderr, "talos-sim:", err)
		os.Exit(1)
	}
}

func run(inventoryFile, stateDir string, bootDelay time.Duration) error {
	inventory, err := sim.LoadInventory(inventoryFile)
	if err != nil {
		return err
	}
	world, err := sim.NewWorld(inventory, stateDir, sim.NewEvents(os.Stdout), bootDelay)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()

	if err := world.Start(ctx); err != nil {
		return err
	}
	<-ctx.Done()
	world.Stop()

	return nil
}
