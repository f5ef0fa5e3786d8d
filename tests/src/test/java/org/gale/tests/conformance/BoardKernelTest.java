package org.gale.tests.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.gale.engine.config.SpiRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Test that a kernel gets each interrupt once, at its CPU, on boards of 1 to 4 IRSs. IRS nodes come in both orders,
 * each with another boot CPU, which is at the first IRS or at another one. Some IRSs have no PEs or SPIs. Ranges of
 * SPIs fall, IAFFIDs have no order, links are down at reset, and operations wait.
 */
@Tag("T-IRS-11")
@Tag("T-IRS-12")
@Tag("T-IRS-13")
@Tag("T-IRS-14")
@Tag("T-IRS-15")
@Tag("T-PE-7")
@Tag("T-PE-8")
@Tag("T-LINK-3")
@Tag("M-SYNCALL")
class BoardKernelTest
{
    private static final List<String> BOARDS = List.of(
        "pes=3 spis=64", "pes=3 iaffids=0x100,0x203,1 link=down",
        "irss=2 pes=4 itss=2", "irss=2 pes=4 irs.pes=0,2 irs.1.pes=1,3 iaffids=7,0x300,0,0xffff itss=2 link=down",
        "irss=2 pes=2 irs.pes=none irs.1.pes=0-1 irs.spis=64:192 irs.1.spis=0:32 link=up",
        "irss=4 pes=4 irs.pes=3 irs.1.pes=2 irs.2.pes=1 irs.3.pes=0 irs.spis=300:20 irs.1.spis=200:100 " +
        "irs.2.spis=50:50 irs.3.spis=0:0 itss=3 iaffids=256,0,513,257",
        "irss=4 pes=6 irs.pes=0-1,5 irs.1.pes=none irs.2.pes=2,4 irs.3.pes=3 itss=2 " +
        "iaffids=9,3,0x8000,4,2,0 link=down",
        "irss=4 pes=4 irs.pes=3 irs.1.pes=1 irs.2.pes=none irs.3.pes=0,2 irs.spis=96:32 irs.1.spis=64:32 " +
        "irs.2.spis=32:32 irs.3.spis=0:32 itss=2 iwbs=3 iwb.1.its=0 iwb.2.device=3 iaffids=65535,7,0x4000,0 link=down",
        "irss=2 pes=3 irs.pes=1 irs.1.pes=0,2 iaffids=2,1,40000 itss=2 iwbs=2 link=up irs.1.config=0x7010000 " +
        "irs.1.setlpi=0x7020000 its.1.config=0x6000000 its.1.translate=0x6010000 iwb.1.its=1 iwb.its=1 iwb.device=70");
    private static final List<String> DELAYS =
        List.of("", " ops.delay=3", " ops.delay=2 ops.order=1", " its.cache=eager");

    @ParameterizedTest(name = "{0} order {1} boot {2}")
    @MethodSource("boards")
    void shouldTakeEachInterruptOnceAtItsCpu(final String keys, final List<Integer> irss, final int boot)
    {
        try (BoardKernel kernel = new BoardKernel(keys, irss, boot))
        {
            kernel.bringUp();
            ipis(kernel);
            spis(kernel);
            events(kernel);
            wires(kernel);
            stores(kernel);
            kernel.checkEnd();
        }
    }

    /**
     * CPUs stop and start in the middle of traffic, and so do IRSs. What is pending for them waits, or is taken by the
     * CPU that it is redirected to.
     */
    @Tag("T-PE-5")
    @Tag("T-LINK-7")
    @Tag("M-IRSEN2")
    @ParameterizedTest(name = "{0} order {1} boot {2}")
    @MethodSource("linkedBoards")
    void shouldLoseNothingWhenCpusStop(final String keys, final List<Integer> irss, final int boot)
    {
        try (BoardKernel kernel = new BoardKernel(keys, irss, boot))
        {
            kernel.bringUp();
            for (int pe = 0; pe < kernel.pes(); pe++)
            {
                kernel.allocate(pe);
                kernel.direct(BoardKernel.LPI | pe, pe);
            }
            for (int pe = 0; pe < kernel.pes(); pe++)
            {
                if (pe != boot)
                {
                    stopAndStart(kernel, pe, boot);
                }
            }
            for (int irs = 0; irs < irss.size(); irs++)
            {
                disableAndEnable(kernel, irs);
            }
            kernel.checkEnd();
        }
    }

    private static void stopAndStart(final BoardKernel kernel, final int pe, final int boot)
    {
        final int lpi = BoardKernel.LPI | pe;
        kernel.ipi(boot, pe);
        kernel.stopCpu(pe);
        kernel.assertQuiet();
        kernel.direct(lpi, boot);
        kernel.take(boot, lpi, () -> { });
        kernel.direct(lpi, pe);
        kernel.ipi(boot, pe);
        for (int irs = 0; irs < kernel.board().irss(); irs++)
        {
            final SpiRange range = kernel.board().spisOf(irs);
            if (range.count() > 0)
            {
                kernel.level(range.base());
                kernel.direct(BoardKernel.SPI | range.base(), pe);
                kernel.spi(range.base(), 1);
                kernel.assertQuiet();
                kernel.spi(range.base(), 0);
            }
        }
        kernel.assertQuiet();
        kernel.restartCpu(pe);
        kernel.take(pe, lpi, () -> { });
    }

    private static void disableAndEnable(final BoardKernel kernel, final int irs)
    {
        final List<Integer> pes = kernel.board().pesOf(irs).numbers();
        kernel.irsen(irs, false);
        pes.forEach(pe -> kernel.ipi(pe, pe));
        kernel.assertQuiet();
        kernel.irsen(irs, true);
        pes.forEach(pe -> kernel.acknowledge(pe, BoardKernel.LPI | pe));
        kernel.assertQuiet();
        final SpiRange range = kernel.board().spisOf(irs);
        if (range.count() > 0)
        {
            final int spi = range.end() - 1;
            kernel.level(spi);
            kernel.direct(BoardKernel.SPI | spi, 0);
            kernel.irsen(irs, false);
            kernel.spi(spi, 1);
            kernel.assertQuiet();
            kernel.irsen(irs, true);
            kernel.take(0, BoardKernel.SPI | spi, () -> kernel.spi(spi, 0));
        }
    }

    private static void wires(final BoardKernel kernel)
    {
        for (int iwb = 0; iwb < kernel.board().iwbs(); iwb++)
        {
            kernel.enableIwb(iwb);
            for (int pe = 0; pe < kernel.pes(); pe++)
            {
                final int bridge = iwb;
                final int wire = 63 - 10 * pe;
                final int lpi = 9000 + 100 * iwb + pe;
                kernel.allocate(lpi);
                kernel.mapWire(iwb, wire, lpi);
                kernel.direct(BoardKernel.LPI | lpi, pe);
                kernel.wire(iwb, wire, 1);
                kernel.take(pe, BoardKernel.LPI | lpi, () -> kernel.wire(bridge, wire, 0));
            }
        }
    }

    private static void stores(final BoardKernel kernel)
    {
        for (int irs = 0; irs < kernel.board().irss(); irs++)
        {
            final int pe = (irs + 1) % kernel.pes();
            kernel.setLpi(irs, pe);
            kernel.take(pe, BoardKernel.LPI | pe, () -> { });
        }
    }

    private static void ipis(final BoardKernel kernel)
    {
        for (int pe = 0; pe < kernel.pes(); pe++)
        {
            kernel.allocate(pe);
            kernel.direct(BoardKernel.LPI | pe, pe);
        }
        for (int from = 0; from < kernel.pes(); from++)
        {
            for (int pe = 0; pe < kernel.pes(); pe++)
            {
                kernel.ipi(from, pe);
                kernel.take(pe, BoardKernel.LPI | pe, () -> { });
            }
        }
    }

    private static void spis(final BoardKernel kernel)
    {
        for (int irs = 0; irs < kernel.board().irss(); irs++)
        {
            final SpiRange range = kernel.board().spisOf(irs);
            for (int pe = 0; range.count() > 0 && pe < kernel.pes(); pe++)
            {
                final int spi = pe % 2 == 0 ? range.base() : range.end() - 1;
                kernel.level(spi);
                kernel.direct(BoardKernel.SPI | spi, pe);
                kernel.spi(spi, 1);
                kernel.take(pe, BoardKernel.SPI | spi, () -> kernel.spi(spi, 0));
            }
        }
    }

    private static void events(final BoardKernel kernel)
    {
        for (int its = 0; its < kernel.board().itss(); its++)
        {
            for (int pe = 0; pe < kernel.pes(); pe++)
            {
                final int lpi = 2000 + 1000 * its + pe;
                final int number = its;
                kernel.allocate(lpi);
                kernel.mapEvent(its, pe, 1L << 31 | lpi);
                kernel.direct(BoardKernel.LPI | lpi, pe);
                kernel.message(its, pe);
                kernel.synchronize(its);
                kernel.take(pe, BoardKernel.LPI | lpi, () -> kernel.synchronize(number));
            }
        }
    }

    /** Takes the interrupts of boards that nobody thought of. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void shouldTakeEachInterruptOnAnyBoard(final long seed)
    {
        final AnyBoard any = new AnyBoard(seed);

        shouldTakeEachInterruptOnceAtItsCpu(any.keys(), any.irss(), any.boot());
        if (any.keys().contains("link="))
        {
            shouldLoseNothingWhenCpusStop(any.keys(), any.irss(), any.boot());
        }
    }

    private static Stream<Arguments> linkedBoards()
    {
        return boards().filter(board -> ((String)board.get()[0]).contains("link="));
    }

    private static Stream<Arguments> boards()
    {
        final List<Arguments> boards = new ArrayList<>();
        int number = 0;
        for (final String board : BOARDS)
        {
            for (final String delay : DELAYS)
            {
                final String keys = board + delay + " strict=1";
                final List<Integer> order = new ArrayList<>();
                final int count = board.startsWith("irss=") ? board.charAt(5) - '0' : 1;
                for (int irs = 0; irs < count; irs++)
                {
                    order.add(irs);
                }
                final int boot = number++ % 2;                                  // each board has both
                if (boot == 1)
                {
                    Collections.reverse(order);
                }
                boards.add(arguments(keys, List.copyOf(order), boot));
            }
        }

        return boards.stream();
    }
}
