package org.gale.engine.cli.journal;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of breaks at kinds of commands. */
class CommandBreaksTest
{
    private final CommandBreaks breaks = new CommandBreaks();

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
