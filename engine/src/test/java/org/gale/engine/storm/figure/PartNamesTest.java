package org.gale.engine.storm.figure;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Names of the parts of a storm with two groups and two phases. */
class PartNamesTest
{
    private static final PartNames NAMES = new PartNames(List.of("loud", "quiet"), List.of("calm", "noise"));

    @Test
    void shouldNameGroupsPhasesAndGroupsInPhases()
    {
        final List<String> parts = new ArrayList<>();
        NAMES.parts().forEach(parts::add);

        assertEquals(List.of("loud", "quiet", "calm", "noise", "loud.calm", "loud.noise", "quiet.calm", "quiet.noise"),
            parts);
    }

    @ParameterizedTest
    @CsvSource({
        "offered,                 -1, -1, offered,      true",
        "response.p99,            -1, -1, response.p99, true",
        "quiet.offered,            1, -1, offered,      false",
        "loud.response.p99,        0, -1, response.p99, false",
        "noise.offered,           -1,  1, offered,      false",
        "quiet.calm.response.p99,  1,  0, response.p99, false",
        "calm.quiet.offered,      -1,  0, quiet.offered, false",
        ".offered,                -1, -1, .offered,     true"})
    void shouldSplitANameIntoItsPartAndItsMetric(
        final String name, final int group, final int phase, final String metric, final boolean isOfWhole)
    {
        final PartNames.Figure figure = NAMES.figure(name);

        assertEquals(group, NAMES.groupIndex(figure));
        assertEquals(phase, NAMES.phaseIndex(figure));
        assertEquals(metric, figure.metric());
        assertEquals(isOfWhole, figure.isOfWhole());
    }
}
