package sim

import (
	"net"
	"sync"
)

// port holds one TCP port for the whole life of a machine, through its reboots. Each boot accepts its
// connections through an outlet; while no outlet is open, a connection is closed at once, as a client of a
// machine that is down sees it.
type port struct {
	listener net.Listener

	mu     sync.Mutex
	outlet *outlet
	conns  map[string]net.Conn
}

func openPort(address string) (*port, error) {
	listener, err := net.Listen("tcp4", address)
	if err != nil {
		return nil, err
	}
	p := &port{listener: listener, conns: map[string]net.Conn{}}
	go p.accept()

	return p, nil
}

func (p *port) address() string { return p.listener.Addr().String() }

func (p *port) accept() {
	for {
		conn, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		outlet := p.outlet
		if outlet != nil {
			p.conns[conn.RemoteAddr().String()] = conn
		}
		p.mu.Unlock()
		if outlet == nil || !outlet.offer(&trackedConn{Conn: conn, port: p}) {
			_ = conn.Close()
		}
	}
}

// open starts handing out connections to a new boot.
func (p *port) open() net.Listener {
	next := &outlet{address: p.listener.Addr(), conns: make(chan net.Conn), closed: make(chan struct{})}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.outlet = next

	return next
}

// detach takes no connection until open is called again, and leaves those there are.
func (p *port) detach() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.outlet != nil {
		_ = p.outlet.Close()
		p.outlet = nil
	}
}

// cut ends every connection without a word, and takes none until open is called again.
func (p *port) cut() {
	p.detach()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range p.conns {
		_ = conn.Close()
	}
	p.conns = map[string]net.Conn{}
}

// drop ends the connection from one remote address.
func (p *port) drop(remote string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if conn, ok := p.conns[remote]; ok {
		_ = conn.Close()
		delete(p.conns, remote)
	}
}

func (p *port) close() {
	_ = p.listener.Close()
	p.cut()
}

type trackedConn struct {
	net.Conn
	port *port
}

func (c *trackedConn) Close() error {
	c.port.mu.Lock()
	if c.port.conns[c.RemoteAddr().String()] == c.Conn {
		delete(c.port.conns, c.RemoteAddr().String())
	}
	c.port.mu.Unlock()

	return c.Conn.Close()
}

type outlet struct {
	address net.Addr
	conns   chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

func (o *outlet) offer(conn net.Conn) bool {
	select {
	case o.conns <- conn:
		return true
	case <-o.closed:
		return false
	}
}

func (o *outlet) Accept() (net.Conn, error) {
	select {
	case conn := <-o.conns:
		return conn, nil
	case <-o.closed:
		return nil, net.ErrClosed
	}
}

func (o *outlet) Close() error {
	o.once.Do(func() { close(o.closed) })

	return nil
}

func (o *outlet) Addr() net.Addr { return o.address }
