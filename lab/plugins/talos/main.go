// Command pulumi-resource-talos stands in for the Talos provider plugin where that cannot be downloaded:
// the same tokens and properties as version 0.8.1, made with Talos's own code.
//
// The Pulumi engine starts it, reads the port that it listens on from standard output, and ends it.
package main

import (
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"

	"hearth.dev/lab/plugins/talos/provider"
)

// maxMessage is the engine's own limit, in bytes.
const maxMessage = 400 << 20

// orphanCheck is how often the plugin looks whether the engine that started it is still there.
const orphanCheck = 500 * time.Millisecond

// endWithParent stops the server once its parent is gone: an engine that was killed ends no plugin.
func endWithParent(parent int, server *grpc.Server) {
	for range time.Tick(orphanCheck) {
		if os.Getppid() != parent {
			server.Stop()
			return
		}
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-resource-talos:", err)
		os.Exit(1)
	}
	server := grpc.NewServer(grpc.MaxRecvMsgSize(maxMessage), grpc.MaxSendMsgSize(maxMessage))
	pulumirpc.RegisterResourceProviderServer(server, provider.New())

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM) // the engine handles SIGINT, and then calls Cancel
	signal.Ignore(syscall.SIGINT)
	go func() {
		<-stop
		server.Stop()
	}()

	go endWithParent(os.Getppid(), server)

	fmt.Printf("%d\n", listener.Addr().(*net.TCPAddr).Port)
	if err := server.Serve(listener); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-resource-talos:", err)
		os.Exit(1)
	}
}
