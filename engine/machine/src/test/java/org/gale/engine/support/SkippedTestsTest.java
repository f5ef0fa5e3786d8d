package org.gale.engine.support;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SkippedTestsTest
{
    @Test
    void shouldSumUpTheReasonsInOneLine()
    {
        final SkippedTests skipped = new SkippedTests();
        assertEquals("", skipped.line());

        skipped.skipped("Assumption failed: no C compiler");
        assertEquals("gale: skipped 1 test: no C compiler (1)", skipped.line());
        skipped.skipped("Assumption failed: no C compiler\nand more");
        skipped.skipped(null);

        assertEquals("gale: skipped 3 tests: no C compiler (2), no reason (1)", skipped.line());
    }
}
