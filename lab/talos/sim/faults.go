package sim

import (
	"path"
	"path/filepath"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Fault is one entry of the control file faults.json in the state directory, a list that is read again at
// each call. Counting starts anew for an entry that is new or changed.
type Fault struct {
	// Machine is a machine's name or "*".
	Machine string `json:"machine"`
	// RPC is a method's name without its service, such as "ApplyConfiguration", or "*".
	RPC string `json:"rpc"`
	// Mode is "refuse" (Unavailable, nothing done), "delay" (done after DelayMs), "drop" (done, and the
	// connection closed instead of a reply) or "crash" (nothing done; the machine loses power, all its
	// connections die, and it boots again after DelayMs).
	Mode string `json:"mode"`
	// AfterCalls is how many matching calls go through before the fault begins.
	AfterCalls int `json:"afterCalls"`
	// Times is how many calls it then strikes; 0 means all.
	Times int `json:"times"`
	// DelayMs is in milliseconds.
	DelayMs int `json:"delayMs"`
}

func (f Fault) delay() time.Duration { return time.Duration(f.DelayMs) * time.Millisecond }

type faultSwitch struct {
	file string

	mu    sync.Mutex
	calls map[Fault]int
}

func newFaultSwitch(stateDir string) *faultSwitch {
	return &faultSwitch{file: filepath.Join(stateDir, "faults.json"), calls: map[Fault]int{}}
}

// strike tells what is to go wrong with this call: the first entry that matches and is due, or nil.
// A control file that cannot be read is an error of whoever wrote it, and is said to whoever calls.
func (s *faultSwitch) strike(machine, method string) (*Fault, error) {
	s.mu.Lock()
	defer s.mu.Unlock()

	var faults []Fault
	if err := readJSON(s.file, &faults); err != nil {
		return nil, status.Errorf(codes.Internal, "%s: %s", filepath.Base(s.file), err)
	}
	rpc := path.Base(method)
	var due *Fault
	for i := range faults {
		fault := faults[i]
		if (fault.Machine != "*" && fault.Machine != machine) || (fault.RPC != "*" && fault.RPC != rpc) {
			continue
		}
		s.calls[fault]++
		struck := s.calls[fault] - fault.AfterCalls
		if due == nil && struck > 0 && (fault.Times == 0 || struck <= fault.Times) {
			due = &fault
		}
	}

	return due, nil
}
