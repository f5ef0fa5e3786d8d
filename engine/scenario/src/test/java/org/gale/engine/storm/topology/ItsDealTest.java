package org.gale.engine.storm.topology;

import org.gale.engine.command.Commands;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the deal of devices to ITSs. */
class ItsDealTest
{
    private final ItsDeal deal = new ItsDeal(3);

    @Tag("T-ITS-3")
    @ParameterizedTest(name = "device {0}")
    @CsvSource({"0, 0", "1, 1", "2, 2", "3, 0", "1048575, 0"})
    void shouldDealDevicesInTurn(final int device, final int its)
    {
        assertEquals(its, deal.itsOf(device));
        assertEquals(0, ItsDeal.ONE.itsOf(device));
        assertEquals(device % 4, new ItsDeal(4).itsOf(device));
        assertEquals(its == 0, deal.isOfFirstIts(Commands.msi(device, 7, 5)));
        assertTrue(ItsDeal.ONE.isOfFirstIts(Commands.msi(device, 7, 5)));
    }

    /** Events of several ITSs are of one length, which a predictor learns. */
    @Test
    void shouldSendAllEventsOfSeveralItssInTwoWords()
    {
        assertTrue(ItsDeal.ONE.areShort());
        assertFalse(deal.areShort());
        assertTrue(new ItsDeal(3, true).areShort());
    }

    @ParameterizedTest(name = "device {0}, event {1}, {2} ns")
    @CsvSource({"1, 0, 0", "5, 65535, 16777215", "1048574, 9, 1"})
    void shouldReadBackWhatItWrites(final int device, final int event, final int timeNs)
    {
        final long msi = Commands.msi(device, event, timeNs);
        final long word = deal.longWord(msi);

        assertEquals(CommandWord.MSI_LONG, CommandWord.opcode(word));
        assertEquals(deal.itsOf(device), Commands.longMsiIts(word));
        assertEquals(timeNs, word & Commands.TIME_MASK);
        assertEquals((long)device << 32 | event, deal.longOperand(msi));
        assertEquals(msi, deal.event(word, deal.longOperand(msi)));
    }

    @ParameterizedTest(name = "{0} ITSs")
    @ValueSource(ints = {1, 3, 4})
    void shouldSendEachEventOfAFunctionByATriggerOfItsVector(final int itss)
    {
        final ItsDeal byTriggers = new ItsDeal(itss, true);
        final long msi = Commands.msi(5, 2047, 9);

        assertEquals(Commands.trigger(5, 2047, 9), byTriggers.shortWord(msi));
        assertEquals(msi, byTriggers.event(byTriggers.shortWord(msi), 0));
        assertEquals(msi, new ItsDeal(itss).event(Commands.trigger(5, 2047, 9), -1));
        assertEquals(msi, new ItsDeal(itss).shortWord(msi));
    }

    @Test
    void shouldTakeAnMsiForAnEventOfItsFirstIts()
    {
        assertEquals(Commands.msi(3, 4, 5), deal.event(Commands.msi(3, 4, 5), 0));
        assertEquals(ItsDeal.NO_EVENT, deal.event(Commands.msi(4, 4, 5), 0));
    }

    @Tag("T-ITS-3")
    @ParameterizedTest(name = "ITS {0}, {1}")
    @CsvSource({"1, 0x200000007", "3, 0x300000007", "2, 0x10000200000007", "2, 0x200010000", "1, -1",
        "1, 0x1ffffffff"})
    void shouldKnowNoEventOfAnotherIts(final int its, final long operand)
    {
        assertEquals(ItsDeal.NO_EVENT, deal.event(Commands.msiLongWord(its, 0), operand));
    }
}
