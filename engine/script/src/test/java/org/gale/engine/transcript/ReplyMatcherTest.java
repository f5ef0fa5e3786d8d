package org.gale.engine.transcript;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.transcript.ReplyMatcher.matches;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReplyMatcherTest
{
    @ParameterizedTest(name = "expected {0}, reply {1}")
    @CsvSource(delimiter = ';', value = {
        "OK; OK",
        "OK none; OK none",
        "*; OK",
        "*; FAIL undefined",
        "OK 0x5; OK 0x0000000000000005",
        "OK 0x00AB; OK 0x00000000000000ab",
        "OK 0x0; OK 0x0000000000000000",
        "OK 5; OK 0x0000000000000005",
        "OK LPI 0x5 31; OK LPI 5 31",
        "OK   LPI 5 31; OK LPI 5 31",
        "OK none | OK LPI 5 31; OK none",
        "OK none | OK LPI 5 31; OK LPI 5 31",
        "FAIL | OK; FAIL unmapped",
        "OK 0x12 mask 0xf2; OK 0x0000000000000f1e",
        "OK 0x12 mask 0; OK 0x00000000000000ff",
        "OK 7 mask 3 0x1; OK 0x0000000000000003 0x0000000000000001",
        "OK 0x1 mask 0xf | OK 0x2 mask 0xf; OK 0x0000000000000012",
        "OK 0xffffffffffffffff mask 0x8000000000000000; OK 0x8000000000000000",
        "FAIL; FAIL undefined",
        "FAIL; FAIL hppi: PE '9' does not exist",
        "FAIL; FAIL",
        "FAIL undefined; FAIL undefined",
        "FAIL undefined; FAIL undefined (no GIC instruction 'X')",
        "FAIL undefined because; FAIL undefined",
        "OK 0x00112233445566778899aabbccddeeff00; OK 0x00112233445566778899aabbccddeeff00",
        "OK none # nothing is enabled; OK none",
        "OK -EINVAL | OK 0; OK -EINVAL",
        "OK irq=0 fiq=0 virq=0 vfiq=0 | OK irq=1 fiq=0 virq=0 vfiq=0; OK irq=1 fiq=0 virq=0 vfiq=0"})
    void shouldMatch(final String expected, final String actual)
    {
        assertTrue(matches(expected, actual));
    }

    @ParameterizedTest(name = "expected {0}, reply {1}")
    @CsvSource(delimiter = ';', value = {
        "OK; FAIL",
        "OK; OK none",
        "OK none; OK",
        "OK none; OK LPI 5 31",
        "OK 0x5; OK 0x0000000000000006",
        "OK 0x5; OK none",
        "OK 5; OK 6",
        "OK 05; OK 5",
        "OK 10; OK 0x0000000000000010",
        "OK none | OK LPI 5 31; OK LPI 6 31",
        "OK 0x12 mask 0xf2; OK 0x0000000000000f1c",
        "OK 0x12 mask 0xf2; OK none",
        "OK 0x12 mask 0xf2; OK",
        "OK 0x1 mask 0xf; OK 0x0000000000000001 0x0000000000000001",
        "FAIL; OK",
        "FAIL undefined; FAIL unmapped",
        "FAIL undefined; FAIL",
        "FAIL undefined; OK",
        "FAIL unmapped; FAIL hppi: unmapped",
        "OK 0x112233445566778899aabbccddeeff00; OK 0x212233445566778899aabbccddeeff00",
        "OK *; OK none"})
    void shouldNotMatch(final String expected, final String actual)
    {
        assertFalse(matches(expected, actual));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "OK |", "| OK", "OK | | OK", "OK 0x1 mask", "OK 0x1 mask x", "OK x mask 0x1",
        "OK 0x1 mask 0x10000000000000000", "OK 0x1 mask -1", "OK 0x+1 mask 1", "# nothing"})
    void shouldRefuseAMalformedExpectation(final String expected)
    {
        assertThrows(IllegalArgumentException.class, () -> matches(expected, "OK 0x0000000000000001"));
    }

    @Test
    void shouldFindAMalformedAlternativeBehindOneThatMatches()
    {
        assertThrows(IllegalArgumentException.class, () -> matches("OK | OK 0x1 mask", "OK"));
    }
}
