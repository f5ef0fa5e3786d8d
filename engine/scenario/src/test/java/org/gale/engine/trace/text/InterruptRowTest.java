package org.gale.engine.trace.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class InterruptRowTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "GICv3  30 Level     arch_timer                    | arch_timer",
        "ITS-MSI 524288 Edge      nvme0q0                  | nvme0q0",
        "GICv5-PPI  30 Level     arch_timer                | arch_timer",
        "ITS-PCI-MSIX-0000:01:00.0   2 Edge      eth0-rx-2 | eth0-rx-2",
        "IR-PCI-MSI 524288-edge      xhci_hcd              | xhci_hcd",
        "IR-PCI-MSIX-0000:01:00.0    0-edge      nvme0q0   | nvme0q0",
        "IR-IO-APIC    9-fasteoi   acpi, i801_smbus        | acpi, i801_smbus",
        "PCI-MSI-edge      eth0                            | eth0",
        "IO-APIC-level  libata, ehci_hcd:usb1              | libata, ehci_hcd:usb1",
        "XT-PIC  timer                                     | timer",
        "GIC  29  twd                                      | twd",
        "SiFive PLIC  10 Edge      ttyS0                   | ttyS0",
        "GICv3  36 Level     Intel(R)  edge thing          | Intel(R) edge thing",
        "GICv3  36 Level                                   | ''",
        "dummy                                             | ''",
        "''                                                | ''",
    })
    void shouldNameTheActionsBehindChipAndFlow(final String description, final String action)
    {
        assertEquals(action, InterruptRow.action(description));
    }
}
