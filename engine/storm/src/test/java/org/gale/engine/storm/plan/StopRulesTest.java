package org.gale.engine.storm.plan;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.config.Conditions;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.StopConditions;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class StopRulesTest
{
    @ParameterizedTest
    @CsvSource({"request > 1ms, true", "a.request > 1ms, true", "a.p.request > 1ms, true", "p.request > 1ms, true",
        "b.request > 1ms, false", "b.p.request > 1ms, false", "b.response > 1ms, true", "stall > 1ms, true"})
    void shouldAskForRequestsOfDevicesThatHaveThem(final String text, final boolean isAccepted)
    {
        final Conditions conditions = Conditions.parse(text, StopConditions.FORM);
        final HostShape one = HostShape.alike(1, 1, 1, 1, new ClosedStream(1));
        final HostShape shape = new HostShape(Stream.of("a", "b").map(
            name -> new VmShape(name, 1, 1, one.groups().get(0).devices())).toList(), HostShape.Order.GROUP,
            List.of(new PhaseShape("p", 1, List.of())));

        final Executable check = () -> StopRules.checkRequests(
            conditions, shape, group -> group.name().equals("a"));

        if (isAccepted)
        {
            assertDoesNotThrow(check);
        }
        else
        {
            assertEquals(MeasureSettings.STOP_IF, assertThrows(SettingException.class, check).setting());
        }
    }
}
