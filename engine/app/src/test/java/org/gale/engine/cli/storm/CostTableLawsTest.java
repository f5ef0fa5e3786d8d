package org.gale.engine.cli.storm;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.storm.scenario.CostModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CostTableLawsTest
{
    static List<String> bases()
    {
        return CostModel.BASES;
    }

    private static List<String> lines(final String base)
    {
        final List<String> lines = new ArrayList<>(CostTable.lines(CostModel.of(base)));
        lines.addAll(CostTable.paths(CostModel.of(base)));

        return lines;
    }

    @ParameterizedTest
    @MethodSource("bases")
    void shouldFindNothingInATable(final String base)
    {
        assertEquals(List.of(), CostTableLaws.faults(lines(base)));
    }

    @Test
    void shouldFindAPathThatTakesAnotherTimeThanItsCosts()
    {
        final List<String> lines = lines("gicv4-vhe");
        lines.replaceAll(line -> line.replace("7,457 ns", "9,454 ns").replace("1,397 ns", "1,396 ns"));

        assertEquals(List.of("'forwarded, running' takes 1,396 ns, and its costs add up to 1397",
            "'direct, blocked' takes 9,454 ns, and its costs add up to 7457"), CostTableLaws.faults(lines));
    }

    @Test
    void shouldReadEachPathThatHasSeveralCosts()
    {
        final List<String> lines = lines("armv8-vhe");
        lines.removeIf(line -> line.startsWith("  host-irq "));

        assertTrue(CostTableLaws.faults(lines).size() == 3, CostTableLaws.faults(lines)::toString);
    }

    @Test
    void shouldFindADerivationThatDoesNotAddUp()
    {
        final List<String> lines = lines("gicv4-vhe");
        lines.replaceAll(line -> line.replace("inject = 282.5 ns", "inject = 582.5 ns"));
        assertEquals(List.of("kick is of 1,052.5 ns - 470.0 ns of three half hypercalls - 300 ns of inject = " +
            "582.5 ns, which does not add up", "kick takes 283 ns, and is of 582.5 ns"), CostTableLaws.faults(lines));
    }

    @Test
    void shouldFindAFigureThatIsNotThatOfItsCycles()
    {
        final List<String> lines = lines("gicv4-vhe");
        lines.replaceAll(line -> line.replace("71 cycles", "91 cycles").replace("trap                 668 ns",
            "trap                 667 ns"));

        assertEquals(List.of("trap takes 667 ns, and is of 668.3 ns",
            "eoi is of 91 cycles / 2.4 GHz = 29.6 ns, which does not add up"), CostTableLaws.faults(lines));
    }

    @Test
    void shouldFindAnInjectOfAnotherFigure()
    {
        final List<String> lines = lines("gicv4-vhe");
        lines.replaceAll(line -> line.replace("inject               300 ns", "inject               299 ns"));

        assertTrue(CostTableLaws.faults(lines).get(0).startsWith("kick is of 1,052.5 ns - 470.0 ns of three half"),
            CostTableLaws.faults(lines)::toString);
    }
}
