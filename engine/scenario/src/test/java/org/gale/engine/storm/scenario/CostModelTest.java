package org.gale.engine.storm.scenario;

import java.util.List;
import org.gale.engine.storm.scenario.CostFigure.Mark;
import org.gale.engine.support.Distributions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CostModelTest
{
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "signal, 0s, 100ns, 100ns, 100ns", "exit, 0s, 1354ns, 157ns, 157ns", "enter, 0s, 1354ns, 157ns, 157ns",
        "host-irq, 0s, 500ns, 500ns, 500ns", "inject, 0s, 300ns, 300ns, 300ns", "kick, 0s, 453ns, 453ns, 283ns",
        "poll, 0s, 200us, 200us, '{max: 500us, grow: 2, start: 10us, shrink: 2}'", "schedule, 0s, 5us, 5us, 5us",
        "put, 0s, 500ns, 500ns, 500ns", "load, 0s, 500ns, 500ns, 500ns", "put-direct, 0s, 500ns, 500ns, 1us",
        "load-direct, 0s, 500ns, 500ns, 700ns", "vmovp, 0s, 0s, 0s, 1us", "dirty, 0s, 0s, 0s, 1us",
        "trap, 0s, 3071ns, 668ns, 668ns", "eoi, 0s, 30ns, 30ns, 30ns", "transition-step, 0s, 1us, 1us, 1us",
        "lr-limit, 16, 4, 4, 4" })
    void shouldKnowTheCostsOfEachBase(
        final String label, final String zero, final String split, final String vhe, final String gicv4Vhe)
    {
        final Cost cost = cost(label);

        assertEquals(zero, CostModel.of(CostModel.ZERO).text(cost));
        assertEquals(split, CostModel.of(CostModel.SPLIT).text(cost));
        assertEquals(vhe, CostModel.of(CostModel.VHE).text(cost));
        assertEquals(gicv4Vhe, CostModel.of(CostModel.GICV4_VHE).text(cost));
    }

    @ParameterizedTest
    @CsvSource({"GICV5, armv8.0-split", "KVM, gicv4-vhe", "GICV4, gicv4-vhe"})
    void shouldHaveADefaultForEachKindOfMachine(final HostKind kind, final String base)
    {
        final SettingValues given = SettingValues.NONE.with(StormSettings.PROFILE, kind.profile());

        assertEquals(base, CostModel.of(kind).base());
        assertEquals(base, VirtualSettings.costs(given).name());
        assertEquals(base + " with exit 3us", VirtualSettings.costs(
            given.withText(VirtualSettings.TIMES.get(Cost.EXIT), "3us")).name());
        assertEquals(CostModel.of(CostModel.VHE), VirtualSettings.costs(given.with(VirtualSettings.BASE, "armv8-vhe")));
    }

    @Test
    void shouldDeriveTheKickOfEachWorldFromItsVirtualIpi()
    {
        assertEquals("derived: 2,526 cycles / 2.4 GHz = 1,052.5 ns of a virtual IPI (assumed, after ATC 2017, from " +
            "memory (KVM/ARM with VHE)) - 470.0 ns of three half hypercalls - 300 ns of inject = 282.5 ns",
            CostModel.of(CostModel.GICV4_VHE).figure(Cost.KICK).markText());
    }

    @ParameterizedTest
    @CsvSource({"RESIDENT, 100, 100", "FORWARDED_RUNNING, 3961, 1397", "FORWARDED_BLOCKED, 7654, 6457",
        "DIRECT_BLOCKED, 7454, 7457"})
    void shouldSumThePathsByHand(final CostPath path, final double split, final double gicv4Vhe)
    {
        assertEquals(split, path.sumNs(CostModel.of(CostModel.SPLIT)));
        assertEquals(gicv4Vhe, path.sumNs(CostModel.of(CostModel.GICV4_VHE)));
        assertEquals(5_780, CostPath.PUBLISHED.time().largestNs());
    }

    @ParameterizedTest
    @EnumSource
    void shouldMarkEachCostOfEachBase(final Cost cost)
    {
        for (final String base : CostModel.BASES)
        {
            final CostFigure figure = CostModel.of(base).figure(cost);

            assertNotEquals(Mark.FROM_JOB, figure.mark());
            assertFalse(figure.origin().isEmpty(), base);
        }
    }

    @Test
    void shouldShowTheSumOfADerivedCost()
    {
        assertEquals("derived: 11,557 cycles / 2.4 GHz = 4,815.4 ns of a virtual IPI (assumed, after ISCA 2016, " +
            "table II, from memory (KVM/ARM, 2.4 GHz)) - 4,062.5 ns of three half hypercalls - 300 ns of inject = " +
            "452.9 ns", CostModel.DEFAULT.figure(Cost.KICK).markText());
    }

    @Test
    void shouldMarkTheCostsOfAJob()
    {
        final CostModel model = CostModel.DEFAULT.with(Cost.EXIT, Distributions.of("{exponential: 900ns}"))
            .with(Cost.POLL, Distribution.constant(0)).withLrLimit(8);

        assertEquals(List.of(Cost.EXIT, Cost.POLL, Cost.LR_LIMIT), model.given());
        assertEquals("from the job", model.figure(Cost.EXIT).markText());
        assertEquals("armv8.0-split with exit {exponential: 900ns}, poll 0s, lr-limit 8", model.name());
        assertEquals(0, model.pollNs());
        assertEquals(8, model.lrLimit());
        assertEquals(List.of(), CostModel.DEFAULT.given());
        assertEquals(CostModel.SPLIT, CostModel.DEFAULT.name());
        assertEquals(200_000, CostModel.DEFAULT.pollNs());
    }

    @Test
    void shouldBeEqualWithEqualFigures()
    {
        assertEquals(CostModel.DEFAULT.withLrLimit(2), CostModel.of(CostModel.SPLIT).withLrLimit(2));
        assertNotEquals(CostModel.DEFAULT, CostModel.DEFAULT.withLrLimit(2));
        assertNotEquals(CostModel.DEFAULT, CostModel.of(CostModel.VHE));
    }

    @Test
    void shouldNameTheBasesThatThereAre()
    {
        assertEquals("'armv8-vh' is not one of zero, armv8.0-split, armv8-vhe, gicv4-vhe: did you mean 'armv8-vhe'?",
            assertThrows(IllegalArgumentException.class, () -> CostModel.of("armv8-vh")).getMessage());
    }

    @Test
    void shouldCostLessWithoutTwoWorlds()
    {
        final CostModel vhe = CostModel.of(CostModel.VHE);
        for (final Cost cost : Cost.TIMES)
        {
            assertTrue(vhe.time(cost).meanNs() <= CostModel.DEFAULT.time(cost).meanNs(), cost.label());
        }
    }

    private static Cost cost(final String label)
    {
        for (final Cost cost : Cost.values())
        {
            if (cost.label().equals(label))
            {
                return cost;
            }
        }

        throw new IllegalArgumentException(label);
    }
}
