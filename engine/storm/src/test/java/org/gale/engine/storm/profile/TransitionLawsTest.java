package org.gale.engine.storm.profile;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gale.engine.storm.result.AccountingRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the laws of rows, of two transitions of 300 and 100 ns that held a vCPU for 200 ns, and of one move. */
class TransitionLawsTest
{
    private final ActionGrid grid = new ActionGrid();
    private final Map<String, Long> rows = new TreeMap<>(Map.of("transitions", 2L, "transition_max_ns", 300L,
        "transition_mean_ns", 200L, "moves", 1L, "longest_wait_ns", 150L, "transitions_per_s", 4_000_000L));

    private List<String> faults()
    {
        return TransitionLaws.faults(rows.entrySet().stream().map(row ->
            new AccountingRow(row.getKey(), row.getKey(), row.getValue(), "")).toList(), grid.totals());
    }

    @BeforeEach
    void act()
    {
        grid.open(1_000, 1_300, true);
        grid.held(1_100, 1_300);
        grid.open(1_400, 1_500, true);
        grid.open(1_600, 2_000, false);
        grid.moved(1_600);
    }

    @Test
    void shouldFindNothingInSoundRows()
    {
        assertEquals(List.of(), faults());
    }

    @Test
    void shouldAskNothingOfAStormWithoutTransitions()
    {
        rows.clear();

        assertEquals(List.of(), faults());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "transitions, 3, and by each transition 2",
        "transition_max_ns, 299, and by each transition 300",
        "transition_mean_ns, 150, and by each transition 200",
        "moves, 2, and by each transition 1",
        "longest_wait_ns, 300, and by each transition at most 200",
        "transitions_per_s, 5000001, and by each transition at most 5000000",
    })
    void shouldFindARowThatTransitionsContradict(final String row, final long value, final String seen)
    {
        rows.put(row, value);

        assertEquals(List.of("/accounting/" + row + " is " + value + ", " + seen), faults());
    }
}
