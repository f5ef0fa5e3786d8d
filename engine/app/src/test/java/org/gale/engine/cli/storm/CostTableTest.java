package org.gale.engine.cli.storm;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the rows of the table of costs; the table itself is that of {@code gale profiles --costs}. */
class CostTableTest
{
    private static final String ROW = "cost  ";
    private static final String BELOW = " ".repeat(ROW.length());

    private final List<String> lines = new ArrayList<>();

    @Test
    void shouldFillALineToItsLastColumn()
    {
        final String ends = "a".repeat(100 - ROW.length() - 2);
        CostTable.add(lines, ROW, ends + " b c");

        assertEquals(List.of(ROW + ends + " b", BELOW + "c"), lines);
    }

    @Test
    void shouldNotBreakAWordThatIsLongerThanALine()
    {
        CostTable.add(lines, ROW, "a".repeat(100) + " b");

        assertEquals(List.of(ROW + "a".repeat(100), BELOW + "b"), lines);
    }
}
