package provider

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"time"

	"github.com/siderolabs/talos/pkg/machinery/client"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"google.golang.org/grpc/codes"
)

// node is a machine and how to reach it.
type node struct {
	Node     string `json:"node"`
	Endpoint string `json:"endpoint"`

	ClientConfiguration   *clientConfiguration `json:"clientConfiguration"`
	ClientConfigurationWo *clientConfiguration `json:"clientConfigurationWo"`
}

func (n node) endpoint() string {
	if n.Endpoint != "" {
		return n.Endpoint
	}

	return n.Node
}

func (n node) credentials() (clientConfiguration, error) {
	switch {
	case n.ClientConfigurationWo != nil:
		return *n.ClientConfigurationWo, nil
	case n.ClientConfiguration != nil:
		return *n.ClientConfiguration, nil
	default:
		return clientConfiguration{}, errors.New("clientConfiguration is missing")
	}
}

// checkCredentials wants exactly one of the two ways to give them.
func checkCredentials(inputs properties) []failure {
	return exactlyOne(inputs, "clientConfiguration", "clientConfigurationWo")
}

func exactlyOne(inputs properties, first, second string) []failure {
	if (inputs[first] == nil) == (inputs[second] == nil) {
		return []failure{{first, fmt.Sprintf("exactly one of %s and %s has to be given", first, second)}}
	}

	return nil
}

// errForeign says that a machine belongs to somebody else. Trying again does not help.
var errForeign = errors.New("belongs to another cluster")

// maintenance tells which service answers at the endpoint: the maintenance service, which asks nobody who he
// is, or a configured machine, which asks for a client certificate. A configured machine whose own
// certificate is not of this cluster's CA is an error, and nothing has been sent to it then.
func (n node) maintenance(ctx context.Context) (bool, error) {
	credentials, err := n.credentials()
	if err != nil {
		return false, err
	}
	pool, err := credentials.pool()
	if err != nil {
		return false, err
	}
	address := n.endpoint()
	if _, _, err := net.SplitHostPort(address); err != nil {
		address = net.JoinHostPort(address, strconv.Itoa(constants.ApidPort))
	}
	asked := false
	dialer := tls.Dialer{Config: &tls.Config{
		InsecureSkipVerify: true, // only looks at the certificate; nothing is sent
		MinVersion:         tls.VersionTLS12,
		NextProtos:         []string{"h2"},
		GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			asked = true

			return &tls.Certificate{}, nil
		},
	}}
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return false, fmt.Errorf(
			"%s does not answer (%w): see that the machine is on, has that address and runs Talos", address, err)
	}
	defer conn.Close() //nolint:errcheck // nothing was written
	if !asked {
		return true, nil
	}
	chain := conn.(*tls.Conn).ConnectionState().PeerCertificates
	intermediates := x509.NewCertPool()
	for _, certificate := range chain[1:] {
		intermediates.AddCert(certificate)
	}
	if _, err := chain[0].Verify(x509.VerifyOptions{Roots: pool, Intermediates: intermediates}); err != nil {
		return false, fmt.Errorf(
			"the machine at %s %w: its certificate is not of this cluster's CA (%s); nothing was sent to it. "+
				"Reset the machine, or correct its address, and run again", address, errForeign, err)
	}

	return false, nil
}

// call runs one operation on the machine, over mutual TLS or, where that is allowed and the machine has no
// configuration yet, through its maintenance service.
func (n node) call(
	ctx context.Context, allowMaintenance bool, run func(ctx context.Context, c *client.Client) error,
) error {
	maintenance, err := n.maintenance(ctx)
	if err != nil {
		return err
	}
	if maintenance && !allowMaintenance {
		return fmt.Errorf("%s is still in maintenance mode", n.endpoint())
	}
	credentials, err := n.credentials()
	if err != nil {
		return err
	}
	talosconfig, err := credentials.talosconfig("dynamic")
	if err != nil {
		return err
	}
	how := client.WithConfig(talosconfig)
	if maintenance {
		how = client.WithTLSConfig(&tls.Config{InsecureSkipVerify: true}) // it has no identity to verify yet
	}
	c, err := client.New(ctx, how, client.WithEndpoints(n.endpoint()))
	if err != nil {
		return err
	}
	defer c.Close() //nolint:errcheck // the answer is in

	return run(client.WithNode(ctx, n.Node), c)
}

// The pause between attempts doubles from the first to the last.
const (
	firstPause = 250 * time.Millisecond
	lastPause  = 5 * time.Second
	// attemptLimit bounds one attempt, so that a machine that goes away in the middle is noticed.
	attemptLimit = 30 * time.Second
)

// retry tries until it works, until an error that will not pass, or until the limit.
func retry(ctx context.Context, limit time.Duration, what string, final []codes.Code, try func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	pause := firstPause
	for {
		attempt, done := context.WithTimeout(ctx, attemptLimit)
		err := try(attempt)
		done()
		if err == nil {
			return nil
		}
		if errors.Is(err, errForeign) || slices.Contains(final, client.StatusCode(err)) {
			return fmt.Errorf("%s: %w", what, err)
		}
		select {
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return fmt.Errorf("%s: not done within %s; last: %w", what, limit, err)
			}

			return fmt.Errorf("%s: cancelled; last: %w", what, err)
		case <-time.After(pause):
		}
		pause = min(2*pause, lastPause)
	}
}
