package org.gale.engine.config;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the topology that follows from the keys of a machine. */
class BoardTest
{
    private static final String PLAIN = MachineConfig.DEFAULT.toKeys();

    @Tag("T-IRS-1")
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "irss=2 pes=8 | 0-3 4-7", "irss=3 pes=8 | 0-2 3-5 6-7", "irss=4 pes=2 | 0 1 none none",
        "irss=2 irs.pes=none irs.1.pes=0-3 | none 0-3", "irss=2 irs.pes=3,1 irs.1.pes=2,0 | 1,3 0,2",
    })
    void shouldDealPes(final String keys, final String pes)
    {
        final Board board = board(keys);

        for (int irs = 0; irs < board.irss(); irs++)
        {
            assertEquals(pes.split(" ", -1)[irs], board.pesOf(irs).toString());
            for (final int pe : board.pesOf(irs).numbers())
            {
                assertEquals(irs, board.irsOf(pe));
            }
        }
    }

    @Tag("M-SPIRANGE")
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "spis=0 | 0 | 0:0", "spi_base=32 spis=10 | 10 | 32:10", "irss=2 | 256 | 0:128 128:128",
        "irss=3 spis=10 spi_base=5 | 10 | 5:4 9:3 12:3", "irss=2 irs.spis=64:192 irs.1.spis=0:32 | 256 | 64:192 0:32",
        "irss=2 irs.spis=100:0 irs.1.spis=16777208:8 | 8 | 100:0 16777208:8",
        "irss=2 irs.spis=0:1 irs.1.spis=16777215:1 | 16777216 | 0:1 16777215:1",
    })
    void shouldDealSpis(final String keys, final int range, final String spis)
    {
        final Board board = board(keys);

        assertEquals(range, board.spiRange());
        for (int irs = 0; irs < board.irss(); irs++)
        {
            assertEquals(spis.split(" ", -1)[irs], board.spisOf(irs).toString());
        }
    }

    @Test
    void shouldHaveNobodyForAnSpiInAGap()
    {
        final Board board = board("irss=2 irs.spis=0:32 irs.1.spis=64:192");

        assertEquals(List.of(0, -1, -1, 1, 1, -1, -1), IntStream.of(31, 32, 63, 64, 255, 256, -1)
            .map(board::irsOfSpi).boxed().toList());
    }

    @Tag("T-PE-1")
    @Tag("T-PE-6")
    @Test
    void shouldMapIaffids()
    {
        final IaffidMap iaffids = board("pes=4 iaffids=0x100,7,0x203,0").iaffids();

        assertEquals(List.of(0x100, 7, 0x203, 0),
            IntStream.range(0, 4).map(pe -> iaffids.of(new PeNumber(pe)).value()).boxed().toList());
        assertEquals(List.of(3, -1, 1, 0, -1, 2, -1, -1),
            IntStream.of(0, 1, 7, 0x100, 0x202, 0x203, 0x204, 0xffff).map(iaffids::pe).boxed()
            .toList());
    }

    @Test
    void shouldPlaceFrames()
    {
        assertEquals("{irs.1.config=151060480, irs.1.setlpi=167837696, irs.config=134283264, irs.setlpi=134348800, " +
            "its.config=135266304, its.translate=135331840, iwb.config=136314880}",
            new TreeMap<>(board("irss=2 irs.1.setlpi=0x0a010000").frames()).toString());
    }

    @Tag("T-IWB-1")
    @Tag("M-ITSIRS")
    @Test
    void shouldDealBridges()
    {
        final Board board = board("irss=2 itss=3 iwbs=4 iwb.2.its=0 iwb.3.device=5");

        assertEquals(List.of(0, 1, 0, 0), List.of(board.itsOf(0), board.itsOf(1), board.itsOf(2), board.itsOf(3)));
        assertEquals(List.of(64L, 65L, 66L, 5L),
            List.of(board.deviceOf(0), board.deviceOf(1), board.deviceOf(2), board.deviceOf(3)));
        assertEquals(List.of(0, 1, 0), List.of(board.irsOfIts(0), board.irsOfIts(1), board.irsOfIts(2)));
    }

    /** A DeviceID has 32 bits where deviceid_bits says so. */
    @Tag("T-IWB-1")
    @Test
    void shouldTakeTheHighestDeviceId()
    {
        final String keys = "deviceid_bits=32 iwb.device=4294967295";

        assertEquals(0xffff_ffffL, board(keys).deviceOf(0));
        assertTrue(config(keys).toKeys().endsWith(" iwb.device=4294967295"), config(keys).toKeys());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "iaffids=0-3 |", "irss=1 itss=1 iwbs=1 link=fixed |", "irs.pes=3,2,1,0 |", "irs.spis=0:256 |",
        "iwb.its=0 iwb.device=64 iwb.wires=64 |", "iwb.wires=512 | iwb.wires=512",
        "irss=2 irs.1.config=0x9010000 irs.1.setlpi=0x9020000 | irss=2",
        "irss=2 irs.pes=0-1 irs.1.pes=2,3 | irss=2", "irss=2 irs.1.pes=2-3 irs.pes=0,1 iaffids=0-3 | irss=2",
        "link=down iaffids=0,1,256,257 | iaffids=0-1,256-257 link=down",
        "irss=2 irs.pes=0,2 irs.1.pes=1,3 irs.1.config=0xa010000 | " +
            "irss=2 irs.1.config=0xa010000 irs.pes=0,2 irs.1.pes=1,3",
    })
    void shouldWriteWhatIsNoDefault(final String keys, final String written)
    {
        assertEquals(PLAIN + (written == null ? "" : ' ' + written), config(keys).toKeys());
        assertEquals(config(keys), config(config(keys).toKeys()));
    }

    @Test
    void shouldWriteRangesInPlaceOfBlocks()
    {
        final MachineConfig config = config("irss=2 irs.spis=0:32 irs.1.spis=64:192");

        assertEquals(PLAIN.replace(" spis=256 spi_base=0", "") + " irss=2 irs.spis=0:32 irs.1.spis=64:192",
            config.toKeys());
        assertEquals(config, config(config.toKeys()));
    }

    @Tag("T-IRS-7")
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "irss=17 | irss=17 is out of range (1 to 16)",
        "itss=0 | itss=0 is out of range (1 to 16)",
        "irss=2 irs.2.pes=0 | irs.2.pes: irss=2 counts from 0 to 1 (write irss=3)",
        "its.1.config=0x9100000 | its.1.config: itss=1 counts from 0 to 0 (write itss=2)",
        "irs.16.pes=0 | no machine key 'irs.16.pes': irss=16 is the most (0 to 15)",
        "irs.0.config=0x8010000 | no machine key 'irs.0.config' (write irs.config)",
        "iwb.0.its=0 | no machine key 'iwb.0.its' (write iwb.its)",
        "irs.1.confg=0 | no machine key 'irs.1.confg': did you mean 'irs.1.config'?",
        "irss=2 irs.1.config=0x8010000 | irs.1.config and irs.config are at the same address: 0x8010000",
        "irss=2 its.config=0x9010000 | its.config and irs.1.config are at the same address: 0x9010000",
        "irss=2 ram=0x9000000:0x100000 | irs.1.config lies in RAM: 0x9010000 (ram=0x9000000:0x100000)",
        "irss=2 irs.config=0xffffffff000000 | irs.1.config follows irs.config at or above 2^56: 0x100000000000000",
        "irss=2 irs.1.config=0x100000000000000 | irs.1.config=0x100000000000000 is out of range",
        "irss=2 irs.1.config=0x9010001 | irs.1.config is not aligned to 64 KiB: 0x9010001",
        "irss=2 irs.pes=0-1 irs.1.pes=1-3 | irs.1.pes has PE 1, which irs.pes has already",
        "irss=2 irs.pes=0-1 irs.1.pes=3 | PE 2 is in no IRS (add it to irs.pes)",
        "irss=2 irs.pes=0-1 irs.1.pes=2-4 | irs.1.pes has PE 4: pes=4 has 0 to 3",
        "irss=2 irs.pes=0-3 | IRS 1 has no list, and others have (write irs.1.pes=LIST)",
        "irs.pes=0,0-3 | irs.pes has PE 0, which irs.pes has already",
        "irss=2 irs.1.pes=0-3 | IRS 0 has no list, and others have (write irs.pes=LIST)",
        "irss=2 irs.spis=0:32 irs.1.spis=31:2 | irs.1.spis=31:2 and irs.spis=0:32 overlap",
        "irs.spis=16777215:2 | irs.spis: '16777215:2' ends above 2^24 or has more than 65536 SPIs",
        "irss=2 irs.spis=0:65536 irs.1.spis=65536:1 | irs.1.spis=65536:1 and irs.spis=0:65536 hold more than 65536",
        "irs.spis=0:32 spis=32 | irs.spis and spis exclude each other (leave spis out)",
        "irss=2 irs.spis=0:32 irs.1.spis=32:0 spi_base=0 | irs.spis and spi_base exclude each other",
        "irss=2 irs.spis=0:32 | IRS 1 has no list, and others have (write irs.1.spis=BASE:COUNT)",
        "irs.spis=5 | irs.spis: '5' is not BASE:COUNT (try 0:32)",
        "iaffids=0,1 | iaffids names 2 PEs, and pes=4",
        "pes=2 iaffids=7,7 | iaffids has 7 twice",
        "pes=1 iaffids=65536 | iaffids: '65536' is out of range (0 to 65535)",
        "pes=2 iaffids=5-4 | iaffids: '5-4' goes down (write 4-5)",
        "iaffids=0-65535 | iaffids: more than 4096 numbers: '0-65535'",
        "iwb.its=1 | iwb.its=1: itss=1 counts from 0 to 0 (write itss=2)",
        "deviceid_bits=6 iwb.device=64 | iwb.device=64 has more bits than deviceid_bits=6",
        "iwb.wires=33 | iwb.wires=33 is no multiple of 32 (write 64)",
        "iwb.wires=65568 | iwb.wires=65568 is out of range (32 to 65536)",
        "eventid_bits=8 iwb.wires=512 | iwb.wires=512 are more events than eventid_bits=8 counts",
        "iwbs=2 iwb.1.device=64 | IWB 0 and IWB 1 both have DeviceID 64 at ITS 0",
        "preset=el1 itss=2 | itss=2: preset=el1 has neither ITS nor IWB",
        "preset=el1 iwbs=2 | iwbs=2: preset=el1 has neither ITS nor IWB",
        "link=maybe | link=maybe is not fixed, up or down",
        "irss=2 v4.cpus=2 | 'v4 host' has no irss=2",
        "link=up v4.cpus=4 | 'v4 host' has no link=up",
        "iaffids=1,0,2,3 v4.cpus=4 | 'v4 host' has no iaffids=1,0,2-3",
    })
    void shouldNameTheFault(final String keys, final String message)
    {
        final IllegalArgumentException ex = assertThrows(IllegalArgumentException.class, () -> config(keys));

        assertTrue(ex.getMessage().startsWith(message), ex.getMessage());
    }

    private static Board board(final String keys)
    {
        return config(keys).board();
    }

    private static MachineConfig config(final String keys)
    {
        return MachineConfig.parse(List.of(keys.split(" ", -1)));
    }
}
