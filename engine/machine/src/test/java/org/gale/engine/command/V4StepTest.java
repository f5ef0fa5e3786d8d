package org.gale.engine.command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class V4StepTest
{
    @ParameterizedTest(name = "{4}")
    @CsvSource({
        "true, 1, 0, 0x10100000000, E1", "true, 5, 8192, 0x10500002000, E5 8192",
        "false, 11, 0, 0xb00000000, D11", "false, 255, 1, 0xff00000001, D255 1" })
    void shouldNameAStepByItsRuleAndEvent(
        final boolean isEnable, final int stage, final int vintid, final long code, final String name)
    {
        assertEquals(code, V4Step.of(isEnable, stage, vintid));
        assertEquals(name, V4Step.name(code));
    }

    @Test
    void shouldNameTheEnd()
    {
        assertEquals("0", V4Step.name(V4Step.ENDED));
    }
}
