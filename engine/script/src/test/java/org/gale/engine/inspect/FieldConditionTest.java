package org.gale.engine.inspect;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FieldConditionTest
{
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "lpi5.pending, 1, true", "lpi5.pending, 0, false", "lpi5.pending, unreachable, false",
        "lpi5.pending = 0, 0, true", "lpi5.pending == 0, 1, false", "lpi5.pending=0, unreachable, false",
        "lpi5.pending = unreachable, unreachable, true", "lpi5.pending = unreachable, 0, false",
        "lpi5.pending != 0, 1, true", "lpi5.pending!=0, 0, false", "lpi5.pending != 0, unreachable, false",
        "vm0.vcpu1.state = direct, direct, true", "vm0.vcpu1.state = direct, software, false",
        "lpi5.priority < 8, 7, true", "lpi5.priority < 8, 8, false", "lpi5.priority < 8, 10, false",
        "lpi5.priority <= 8, 8, true", "lpi5.priority <= 8, 9, false", "lpi5.priority > 8, 9, true",
        "lpi5.priority > 8, 8, false", "lpi5.priority >= 8, 8, true", "lpi5.priority >= 8, 7, false",
        "lpi5.priority > -1, 0, true", "lpi5.priority > 8, unreachable, false", "vm0.vcpu1.cpu >= 0, none, false",
        "'  pe0.virq = 1 ', 1, true"})
    void shouldHoldForAValue(final String text, final String value, final boolean isHeld)
    {
        assertEquals(isHeld, FieldCondition.parse(text).holds(value));
    }

    @Test
    void shouldRefuseAnEmptyText()
    {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> FieldCondition.parse("")).getMessage()
            .startsWith("'' is no FIELD, and no FIELD = VALUE"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "lpi5.pending = | 'lpi5.pending =' is no FIELD, and no FIELD = VALUE (try vm3.lpi8193.pending, ",
        "= 1 | '= 1' is no FIELD, and no FIELD = VALUE", "lpi5.pending = 1 2 | 'lpi5.pending = 1 2' is",
        "lpi5.pending ~ 1 | 'lpi5.pending ~ 1' is no FIELD", "lpi5.priority < high | 'lpi5.priority < high': 'high' is",
        "lpi5.priority < 1234567890123456789 | 'lpi5.priority < 1234567890123456789': '1234567890123456789' is",
        "bogus = 1 | 'bogus' is no field (try", "lpi5.pendign = 1 | 'lpi5.pendign': no field 'pendign': did you mean",
        "lpi99999999.pending | 'lpi99999999.pending': ids are below 2^24"})
    void shouldRefuseWhatIsNoCondition(final String text, final String message)
    {
        final String refusal =
            assertThrows(IllegalArgumentException.class, () -> FieldCondition.parse(text)).getMessage();
        assertTrue(refusal.startsWith(message), refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "direct", "iste=0x00000000 pending=0"})
    void shouldAskForAComparisonWhereTheFieldIsNoFlag(final String value)
    {
        final FieldCondition condition = FieldCondition.parse("lpi5.priority");

        assertEquals("'lpi5.priority' is no flag, its value is '" + value + "': compare it (try 'lpi5.priority = " +
            value.split(" ", -1)[0] + "')",
            assertThrows(IllegalArgumentException.class, () -> condition.holds(value)).getMessage());
    }

    @Test
    void shouldNameItsFieldAndItself()
    {
        final FieldCondition condition = FieldCondition.parse("lpi5.priority <8");

        assertEquals("lpi5.priority", condition.field().toString());
        assertEquals("lpi5.priority <8", condition.toString());
    }
}
