// Package sim simulates a rack of machines that run Talos Linux, each with the hardware that an inventory
// gives it, as far as a client of the Talos API can tell.
package sim

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"
)

// Inventory is the rack: what machines there are and what is in them.
type Inventory struct {
	// Cluster is the name that messages and files call the rack by.
	Cluster  string            `json:"cluster"`
	Machines []MachineHardware `json:"machines"`
	// Images names the architecture ("amd64" or "arm64") of installer images, by whole reference, by
	// reference without the tag, or by schematic id. An image that is not named fits every machine.
	Images map[string]string `json:"images,omitempty"`
}

// MachineHardware is one machine.
type MachineHardware struct {
	// Name is a unique DNS label.
	Name string `json:"name"`
	// Architecture is "amd64" or "arm64".
	Architecture string `json:"architecture"`
	// Address is the address that the machine would have on its real network; nothing listens there.
	Address string `json:"address"`
	// CPUs counts logical processors.
	CPUs      int `json:"cpus"`
	MemoryMiB int `json:"memoryMiB"`
	// Schematic is the Image Factory schematic that the machine was booted from, if it matters.
	Schematic string `json:"schematic,omitempty"`
	Disks     []Disk `json:"disks"`
	NICs      []NIC  `json:"nics"`
}

// Disk is a block device with what disk selectors can match.
type Disk struct {
	// Device is a path such as /dev/nvme0n1.
	Device    string `json:"device"`
	Model     string `json:"model"`
	Serial    string `json:"serial"`
	WWID      string `json:"wwid,omitempty"`
	SizeBytes uint64 `json:"sizeBytes"`
	// Transport is nvme, sata, mmc, usb or virtio.
	Transport  string `json:"transport"`
	Rotational bool   `json:"rotational"`
	// ByID lists the whole paths under /dev/disk/by-id.
	ByID []string `json:"byId"`
}

// NIC is a network interface with what device selectors can match.
type NIC struct {
	Name     string `json:"name"`
	MAC      string `json:"mac"`
	Driver   string `json:"driver"`
	Physical bool   `json:"physical"`
	BusPath  string `json:"busPath,omitempty"`
	// SpeedMbps is the speed of its link; 0 if nobody says.
	SpeedMbps int `json:"speedMbps,omitempty"`
	// Address is what DHCP gives it, with the length of its prefix; it has none if that is empty.
	Address string `json:"address,omitempty"`
}

// LoadInventory reads and checks an inventory file. All faults are reported at once.
func LoadInventory(file string) (*Inventory, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var inventory Inventory
	if err := json.Unmarshal(raw, &inventory); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}

	var faults []error
	seen := map[string]bool{}
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s: "+format, append([]any{file}, args...)...))
	}
	for i, machine := range inventory.Machines {
		switch {
		case machine.Name == "" || path.Base(machine.Name) != machine.Name:
			fault("machines[%d].name: %q is not a DNS label", i, machine.Name)
		case seen[machine.Name]:
			fault("machines[%d].name: %q is there twice", i, machine.Name)
		case seen[machine.Address]:
			fault("machines[%d].address: %q is there twice", i, machine.Address)
		case machine.Architecture != "amd64" && machine.Architecture != "arm64":
			fault("machines[%d].architecture: %q is neither amd64 nor arm64", i, machine.Architecture)
		}
		seen[machine.Name], seen[machine.Address] = true, true
	}
	if len(inventory.Machines) == 0 {
		fault("machines: there is none")
	}

	return &inventory, errors.Join(faults...)
}

// imageArchitecture tells which architecture an installer image is for, or "" if nobody knows.
func (i *Inventory) imageArchitecture(image string) string {
	if architecture, ok := i.Images[image]; ok {
		return architecture
	}
	repository := image
	if colon := strings.LastIndex(image, ":"); colon > strings.LastIndex(image, "/") {
		repository = image[:colon]
	}
	if architecture, ok := i.Images[repository]; ok {
		return architecture
	}

	return i.Images[path.Base(repository)]
}

// imageTag returns the version that an image reference ends with, or "".
func imageTag(image string) string {
	image, _, _ = strings.Cut(image, "@")
	if colon := strings.LastIndex(image, ":"); colon > strings.LastIndex(image, "/") {
		return image[colon+1:]
	}

	return ""
}
