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

import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Test that a kernel gets each interrupt once, at its CPU, on boards of 1 to 4 IRSs. IRS nodes come in both orders, the
 * boot CPU is at the first IRS or at another one, and some IRSs have no PEs or SPIs. Ranges of SPIs fall, IAFFIDs have
 * no order, links are down at reset, and operations wait.
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
        "iaffids=9,3,0x8000,4,2,0 link=down");
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
            kernel.checkEnd();
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

    private static Stream<Arguments> boards()
    {
        final List<Arguments> boards = new ArrayList<>();
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
                boards.add(arguments(keys, List.copyOf(order), 0));
                boards.add(arguments(keys, List.copyOf(order), 1));
                Collections.reverse(order);
                boards.add(arguments(keys, List.copyOf(order), 0));
                boards.add(arguments(keys, List.copyOf(order), 1));
            }
        }

        return boards.stream();
    }
}
