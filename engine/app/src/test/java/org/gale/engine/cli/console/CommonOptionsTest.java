package org.gale.engine.cli.console;

import java.util.List;
import java.util.Map;
import org.gale.engine.config.OutcomeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of keys that each command has, and of command lines that ask for stack traces. */
class CommonOptionsTest
{
    @ParameterizedTest
    @ValueSource(strings = {"storm -C debug=true", "-C debug=true", "storm -Cdebug=true x", "-C=debug=true"})
    void shouldFindTheWishForStackTraces(final String line)
    {
        assertTrue(CommonOptions.isDebug(List.of(line.split(" ", -1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"debug=true", "storm debug=true", "storm -C debug=false", "-C x debug=true", "-Cdebug"})
    void shouldNotTakeAnotherWordForIt(final String line)
    {
        assertFalse(CommonOptions.isDebug(List.of(line.split(" ", -1))));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "unset", value = { "1, true", "yes, true", "0, false", "'', false", "unset, false" })
    void shouldFindTheWishInTheEnvironment(final String value, final boolean isDebug)
    {
        assertEquals(isDebug, CommonOptions.isDebug(value, List.of("storm")));
    }

    @Test
    void shouldReturnTheValuesOfKeys()
    {
        assertEquals(Map.of("a", "", "b", "c=d", "debug", "false"),
            settings(List.of("a", "b"), "-C", "a=", "-C", "b=c=d", "-C", "debug=false"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a|-C: 'a' is not KEY=VALUE (try -C debug=true)",
        "=a|-C: '=a' is not KEY=VALUE (try -C debug=true)",
        "colour=red|-C: no key 'colour' (there are: alpha, debug)",
        "alpah=1|-C: no key 'alpah': did you mean 'alpha'?",
        "debug=yes|-C debug: 'yes' is not true or false",
    })
    void shouldRefuseAWrongKeyOrValue(final String setting, final String message)
    {
        assertEquals(message, assertThrows(OutcomeException.class,
            () -> settings(List.of("alpha"), "-C", setting)).getMessage());
    }

    @Test
    void shouldRefuseAKeyThatIsGivenTwice()
    {
        assertEquals("-C: 'a' is given twice", assertThrows(OutcomeException.class,
            () -> settings(List.of("a"), "-C", "a=1", "-C", "a=1")).getMessage());
    }

    private static Map<String, String> settings(final List<String> known, final String... words)
    {
        return CommandLine.populateCommand(new CommonOptions(), words).settings(known);
    }
}
