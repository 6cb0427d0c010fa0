package provider

import (
	"fmt"
	"time"
)

// defaultTimeout is how long an operation may take where nobody says otherwise.
const defaultTimeout = 10 * time.Minute

// timeouts is the property of that name: Go durations.
type timeouts struct {
	Create string `json:"create"`
	Update string `json:"update"`
	Delete string `json:"delete"`
}

// timeout takes the caller's limit, else the property's, else the default.
func (op operation) timeout(stated string) (time.Duration, error) {
	if op.limit > 0 {
		return time.Duration(op.limit * float64(time.Second)), nil
	}
	if stated == "" {
		return defaultTimeout, nil
	}
	limit, err := time.ParseDuration(stated)
	if err != nil {
		return 0, fmt.Errorf("timeouts: %w", err)
	}

	return limit, nil
}

// checkTimeouts finds timeouts that are no durations.
func checkTimeouts(inputs properties) []failure {
	stated, _ := plain(inputs["timeouts"]).(map[string]any)
	var failures []failure
	for name, value := range stated {
		if text, ok := value.(string); ok {
			if _, err := time.ParseDuration(text); err != nil {
				failures = append(failures, failure{"timeouts." + name, fmt.Sprintf("%q is not a duration such as 10m", text)})
			}
		}
	}

	return failures
}
