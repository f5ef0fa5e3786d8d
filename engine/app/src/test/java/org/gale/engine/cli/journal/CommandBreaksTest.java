package org.gale.engine.cli.journal;

import java.util.List;
import org.gale.engine.config.MachineConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of breaks at kinds of commands. */
class CommandBreaksTest
{
    private final CommandBreaks breaks = new CommandBreaks(MachineConfig.parse(List.of()));
    private final CommandBreaks directBreaks = new CommandBreaks(MachineConfig.parse(List.of("v4.cpus=2")));

    @Test
    void shouldStopAtWholeWordsOfACommand()
    {
        assertFalse(breaks.isAt("MSI device 12 event 7"));
        assertEquals("MSI device 1", breaks.add(List.of("MSI", "device", "1")));
        assertEquals("TURN", breaks.add(List.of("TURN")));

        assertTrue(breaks.isAt("MSI device 1 event 7"));
        assertTrue(breaks.isAt("MSI device 1"));
        assertFalse(breaks.isAt("MSI device 12 event 7"));
        assertTrue(breaks.isAt("TURN pe 0 budget 64"));
        assertFalse(breaks.isAt("WIRE SPI id 33 level 0"));
    }

    @Test
    void shouldSayWhetherThereWasABreakToRemove()
    {
        breaks.add(List.of("MSI"));

        assertFalse(breaks.remove(List.of("MSI", "device")));
        assertTrue(breaks.remove(List.of("MSI")));
        assertFalse(breaks.remove(List.of("MSI")));
        assertFalse(breaks.isAt("MSI device 1 event 7"));
    }

    @Test
    void shouldStopAtVerbsOfItsMachine()
    {
        assertEquals("HOST kvm RUN", breaks.add(List.of("HOST", "kvm", "RUN")));
        assertEquals("HOST v4 ENABLE 0 1", directBreaks.add(List.of("HOST", "v4", "ENABLE", "0", "1")));
        assertEquals("HOST v4", directBreaks.add(List.of("HOST", "v4")));

        assertTrue(breaks.isAt("HOST kvm RUN vm 0 vcpu 1 argument 2"));
        assertFalse(breaks.isAt("HOST kvm EXIT vm 0 vcpu 1 argument 0"));
        assertTrue(directBreaks.isAt("HOST v4 DISABLE 0 1"));
        assertEquals("HOST irqfd ROUTE 7", breaks.add(List.of("HOST", "irqfd", "ROUTE", "7")));
        assertEquals("HOST msix", directBreaks.add(List.of("HOST", "msix")));
        assertTrue(breaks.isAt("HOST irqfd ROUTE 7"));
        assertFalse(breaks.isAt("HOST irqfd ROUTE 8"));
        assertTrue(directBreaks.isAt("HOST msix CREATE 1 64 1099511693312"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', value = {
        "gicv5 | HOST kvm RNU | 'RNU' is no verb of kvm in a journal: did you mean 'RUN'? (there are: CREATE_VM, ",
        "gicv5 | HOST kvm mmio_read | 'mmio_read' is no verb of kvm in a journal: " +
            "did you mean 'MMIO_READ'? (there are: ",
        "gicv5 | HOST kvm IMAGE | 'IMAGE' is no verb of kvm in a journal (there are: ",
        "gicv5 | HOST v4 ENABLE | 'v4': a GICv5 has no such family of commands (there are: kvm, msix, irqfd)",
        "gicv5 | HOST kmv | 'kmv': a GICv5 has no such family of commands: did you mean 'kvm'? (there are: " +
            "kvm, msix, irqfd)",
        "gicv4 | HOST v4 FOO | 'FOO' is no verb of v4 in a journal",
        "gicv4 | HOST v4 ENABEL 0 | 'ENABEL' is no verb of v4 in a journal: " +
            "did you mean 'ENABLE'? (there are: CREATE_VM, ",
        "gicv4 | HOST v4 QUERY | 'QUERY' is no verb of v4 in a journal",
        "gicv5 | HOST msix CRAETE | 'CRAETE' is no verb of msix in a journal: did you mean 'CREATE'? (there are: ",
        "gicv4 | HOST irqfd STATE | 'STATE' is no verb of irqfd in a journal",
        "gicv4 | HOST kvm RUN | 'kvm': a GICv4 host has no such family of commands (there are: v4, msix, irqfd)",
    })
    void shouldRefuseAVerbThatNoCommandOfItsMachineHas(final String machine, final String words, final String message)
    {
        final CommandBreaks ofMachine = machine.equals("gicv4") ? directBreaks : breaks;

        final String told = assertThrows(IllegalArgumentException.class,
            () -> ofMachine.add(List.of(words.split(" ", -1)))).getMessage();

        assertTrue(told.startsWith(message), told);
        assertFalse(ofMachine.isAt(words));
    }

    @Test
    void shouldTellKindsFromFields()
    {
        assertTrue(CommandBreaks.isKind(List.of("HOST", "v4")));
        assertTrue(CommandBreaks.isKind(List.of("MSI_LONG")));
        assertFalse(CommandBreaks.isKind(List.of("vm0.lpi1")));
        assertFalse(CommandBreaks.isKind(List.of()));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> breaks.add(List.of("MIS"))).getMessage()
            .startsWith("'MIS' is no kind of command: did you mean 'MSI'? (there are: "));
    }
}
