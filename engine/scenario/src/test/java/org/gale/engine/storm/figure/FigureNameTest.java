package org.gale.engine.storm.figure;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Names of figures of a storm with two groups and two phases. */
class FigureNameTest
{
    private static final List<String> GROUPS = List.of("loud", "quiet");
    private static final List<String> PHASES = List.of("calm", "noise");

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
        final FigureName figure = FigureName.of(name, GROUPS, PHASES);

        assertEquals(group, GROUPS.indexOf(figure.group()));
        assertEquals(phase, PHASES.indexOf(figure.phase()));
        assertEquals(metric, figure.metric());
        assertEquals(isOfWhole, figure.isOfWhole());
    }
}
