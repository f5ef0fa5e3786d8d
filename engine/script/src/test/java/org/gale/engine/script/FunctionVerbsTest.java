package org.gale.engine.script;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of lines {@code msix} and {@code irqfd}: what is refused, and what the accounts of {@code stats} hold. */
@Tag("M-MSIXLIVE")
class FunctionVerbsTest
{
    private final AskedSession session = new AskedSession();

    @AfterEach
    void close()
    {
        session.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "msix", "msix frob 1", "msix create", "msix create 2 vectors=1", "msix create 2 bar=0x20000000 size=1",
        "msix create 1 vectors=1 bar=0x20000000", "msix create 0x100000 vectors=1 bar=0x20000000",
        "msix create 2 vectors=0 bar=0x20000000", "msix create 2 vectors=2049 bar=0x20000000",
        "msix create 2 vectors=x bar=0x20000000", "msix create 2 vectors=1 bar=0x20001000",
        "msix create 2 vectors=1 bar=0x40000000", "msix create 2 vectors=1 bar=0x7fff0000",
        "msix create 2 vectors=1 bar=0x08010000", "msix create 2 vectors=1 bar=0x10000000",
        "msix create 2 vectors=1 bar=0x100000000000000", "msix create 2 vectors=1 bar=0xffffffffffff0000",
        "msix trigger 1 2", "msix trigger 9 0", "msix trigger 1", "msix trigger 1 0xffffffffffffffff",
        "msix control 1", "msix control 1 enable=2", "msix control 1 frob=1", "msix control 9 enable=1",
        "msix control 1 enable=1 enable=1", "msix reset 9", "msix clear 9", "msix save 9 @a", "msix restore 1 @none",
        "msix restore 9 @a", "msix state 1 2", "irqfd", "irqfd frob 1", "irqfd add 0x100000 1 0", "irqfd add 8 1 2",
        "irqfd add 8 9 0", "irqfd add 7 1 1", "irqfd add 8 1 0", "irqfd add 8 spi 256", "irqfd add 8 spi",
        "irqfd route 9", "irqfd drop 9", "irqfd signal 9", "irqfd signal 7 0", "irqfd signal 7 2",
        "irqfd consume 9", "irqfd consume 0xffffffffffffffff", "irqfd state 9",
    })
    void shouldRefuseALineThatIsWrongAndChangeNothing(final String line)
    {
        say("msix create 1 vectors=2 bar=0x10000000");
        say("irqfd add 7 1 0");
        final String digest = say("digest");

        final String answer = say(line);

        assertTrue(answer.startsWith("FAIL"), answer);
        assertEquals(digest, say("digest"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"msix trigger 1 0", "msix control 1 enable=1", "irqfd route 0", "msix save 1 @a"})
    void shouldRefuseEveryVerbInFrontOfTheFirstFunction(final String line)
    {
        final String digest = say("digest");

        assertTrue(say(line).startsWith("FAIL"));
        assertEquals(digest, say("digest"));
        assertTrue(!say("stats").contains("held"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"digest", "v4 host"})
    void shouldShowFunctionsAndTheVectorsOfOneOnAnyMachine(final String first)
    {
        say(first);
        assertEquals("OK {\"view\":\"msix\",\"functions\":[]}", say("inspect msix"));
        say("msix create 7 vectors=3 bar=0x10010000");
        say("msix create 9 vectors=1 bar=0x10000000");
        say("writeq 0x10010010 0x8000000123450");
        say("writel 0x10010018 0x55");
        say("msix control 7 enable=1 mask=1");
        say("irqfd add 1 7 2");
        say("irqfd route 1");
        say("irqfd signal 1");
        say("msix trigger 7 1");

        assertEquals("OK {\"view\":\"msix\",\"functions\":[" +
            "{\"DeviceID\":9,\"bar\":\"0x10000000\",\"vectors\":1,\"enable\":0,\"mask\":0,\"held\":0}," +
            "{\"DeviceID\":7,\"bar\":\"0x10010000\",\"vectors\":3,\"enable\":1,\"mask\":1,\"held\":2}]}",
            say("inspect msix"));
        final String used = "{\"vector\":1,\"address\":\"0x8000000123450\",\"data\":\"0x55\",\"mask\":1," +
            "\"pending\":1,\"eventfd\":null,\"route\":null,\"held\":1,\"owed\":1}," +
            "{\"vector\":2,\"address\":\"0x0\",\"data\":\"0x0\",\"mask\":1,\"pending\":0,\"eventfd\":1,\"route\":1," +
            "\"held\":1,\"owed\":1}]}";
        assertTrue(say("inspect msix --device 7").endsWith(",\"held\":2,\"table\":[" + used));
        assertTrue(say("inspect msix --device 7 --all").endsWith("\"table\":[{\"vector\":0,\"address\":\"0x0\"," +
            "\"data\":\"0x0\",\"mask\":1,\"pending\":0,\"eventfd\":null,\"route\":null,\"held\":0," +
            "\"owed\":0}," + used));
        assertEquals("FAIL inspect: function 8 does not exist (msix lists them)", say("inspect msix --device 8"));
    }

    @Test
    void shouldMergeAMillionSignalsOfOneEventfd()
    {
        enabled();
        say("irqfd add 7 1 0");

        for (int i = 0; i < 1_000_000; i++)
        {
            say("irqfd signal 7");
        }

        final String stats = say("stats");
        assertTrue(stats.contains("\"held\":1,"), stats);
        assertTrue(stats.contains("\"eventfd\":999999,"), stats);
        assertTrue(stats.contains("\"remainder\":0,\"coalesced_at\""), stats);
    }

    @Test
    void shouldRejectWhatIsNotEnabledOrUnreachableOrCleared()
    {
        say("msix create 1 vectors=2 bar=0x10000000");
        say("msix trigger 1 0");                                                // not enabled
        say("msix control 1 enable=1");
        say("msix trigger 1 0");
        say("msix trigger 1 0");                                                // merges in the pending bit
        say("msix clear 1");
        say("writel 0x1000000c 0");
        say("msix trigger 1 0");                                                // to address 0

        final String stats = say("stats");
        assertTrue(stats.contains("\"offered\":4,\"delivered\":0,\"coalesced\":1,\"pending\":0,\"held\":0," +
            "\"rejected\":{\"not-enabled\":1,\"untranslated\":0,\"unreachable\":1,\"withdrawn-cleared\":1," +
            "\"withdrawn-unmapped\":0},\"remainder\":0,\"coalesced_at\":{\"eventfd\":0,\"mask\":1,\"entry\":0}"),
            stats);
    }

    @ParameterizedTest(name = "address {0}, bar {1}")
    @CsvSource({
        "0x08090040, 0x08090000, FAIL", "0x0809fffc, 0x08090000, FAIL", "0x08090000, 0x08090000, FAIL",
        "0x08090040, 0x08080000, OK", "0x08090000, 0x08080000, OK", "0x0809fffc, 0x080a0000, OK"})
    void shouldRefuseABarOverTheAddressOfMessages(final String address, final String bar, final String answer)
    {
        say("v4 host msix.address=" + address);

        assertTrue(say("msix create 1 vectors=1 bar=" + bar).startsWith(answer));
    }

    @Tag("M-SETLPI")
    @ParameterizedTest(name = "LPI {0}")
    @CsvSource({"5, '\"pending\":1,\"held\":0', 0", "0x4005, '\"pending\":0,\"held\":0', 1"})
    void shouldAccountForAMessageToASetlpiFrameWhetherItsLpiIsReachedOrNot(
        final String lpi, final String left, final int unreachable)
    {
        say("writel 0x08010080 0x1");
        say("writel 0x08010190 0xe");                                           // 2^14 LPIs
        say("writeq 0x08010180 0x40100001");
        enabled();
        say("writeq 0x10000000 0x08020000");
        say("writel 0x10000008 " + lpi);
        say("writel 0x1000000c 0");

        say("msix trigger 1 0");

        final String stats = say("stats");
        assertTrue(stats.contains("\"offered\":1,\"delivered\":0,\"coalesced\":0," + left), stats);
        assertTrue(stats.contains("\"unreachable\":" + unreachable + ','), stats);
        assertTrue(stats.contains("\"remainder\":0,\"coalesced_at\""), stats);
    }

    @ParameterizedTest(name = "msix {0} 1")
    @ValueSource(strings = {"clear", "reset"})
    void shouldRejectWhatAResetOrAClearTakesOutOfAnEventfdAndOfAPendingBit(final String verb)
    {
        enabled();
        say("irqfd add 7 1 0");
        say("msix trigger 1 0");
        say("irqfd consume 7");
        say("msix trigger 1 0");
        assertEquals("OK mask=1 pending=1 eventfd=1 route=0", say("msix state 1 0"));

        say("msix " + verb + " 1");

        assertEquals("OK mask=1 pending=0 eventfd=0 route=0", say("msix state 1 0"));
        final String stats = say("stats");
        assertTrue(stats.contains("\"held\":0,") && stats.contains("\"withdrawn-cleared\":2,"), stats);
    }

    @Test
    void shouldIgnoreOtherAccessesOfTheFrame()
    {
        enabled();
        say("writeq 0x10000000 0x1122334455667788");
        say("writel 0x10000004 0x99aabbcc");
        say("writeb 0x10000000 0");
        say("writew 0x10000002 0");
        say("writel 0x10000002 0");
        say("writel 0x10008000 0xff");
        say("writeq 0x10000020 0xff");

        assertEquals("OK 0x99aabbcc55667788", say("readq 0x10000000"));
        assertEquals("OK 0x0000000000000000", say("readb 0x10000000"));
        assertEquals("OK 0x0000000000000000", say("readl 0x10000001"));
        assertEquals("OK 0x0000000000000000", say("readl 0x10008000"));
        assertEquals("OK 0x0000000000000000", say("readq 0x10000020"));
        assertEquals("OK 0x0000000000000001", say("readl 0x1000001c"));
        assertEquals("FAIL unmapped", say("readl 0x10010000").substring(0, 13));
    }

    @Test
    void shouldReportAChangeOfAVectorThatIsNotMasked()
    {
        say("machine strict=1");
        enabled();
        say("writeq 0x10000000 0x08110040");
        say("writel 0x1000000c 0");
        say("writel 0x10000008 0");                                             // the same
        assertEquals("OK 0x0000000000000000", say("readq 0x08100240"));

        say("writel 0x10000008 5");

        final String status = say("readq 0x08100240");
        assertTrue(status.contains("93"), status);
    }

    @Test
    void shouldRefuseTheImageOfAnotherFunction()
    {
        enabled();
        say("msix create 2 vectors=3 bar=0x20000000");
        say("msix trigger 1 1");

        assertEquals("OK 0", say("msix save 1 @a"));
        assertEquals("OK -EINVAL", say("msix restore 2 @a"));
        assertEquals("OK mask=1 pending=0 eventfd=0 route=0", say("msix state 2 1"));
        assertEquals("OK 0", say("msix reset 1"));
        assertEquals("OK mask=1 pending=0 eventfd=0 route=0", say("msix state 1 1"));
        assertEquals("OK 0", say("msix restore 1 @a"));
        assertEquals("OK mask=1 pending=1 eventfd=0 route=0", say("msix state 1 1"));
    }

    private void enabled()
    {
        say("msix create 1 vectors=2 bar=0x10000000");
        say("msix control 1 enable=1");
    }

    private String say(final String line)
    {
        return session.say(line);
    }
}
