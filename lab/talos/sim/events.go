package sim

import (
	"encoding/json"
	"io"
	"sync"
)

// Events writes what happens in the rack, one JSON object a line. The field "event" says what:
// "listening" (node, address), "ready", "configured" (node), "bootstrapped" (node), "joined" (node and the
// fields of Member), "left" (node), "reset" (node), "cluster-lost", "warning" (node, message).
// "bootstrapped" and "joined" come again with "restored": true when the simulator starts on old state.
type Events struct {
	mu  sync.Mutex
	out io.Writer
}

// NewEvents writes events to out.
func NewEvents(out io.Writer) *Events { return &Events{out: out} }

type fields map[string]any

func (e *Events) emit(event string, more fields) {
	line := fields{"event": event}
	for key, value := range more {
		line[key] = value
	}
	encoded, err := json.Marshal(line)
	if err != nil {
		panic(err) // only values that JSON knows are passed
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	_, _ = e.out.Write(append(encoded, '\n')) // a reader that has gone is no reason to stop
}
