package org.gale.engine.cli.console;

import org.gale.engine.record.InvariantCheck;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code --paranoid} where assertions are on, as in these tests, and where it is not given. */
class ParanoidOptionTest
{
    @Test
    void shouldBeWellWhereItTookEffectOrWasNotGiven()
    {
        assertTrue(InvariantCheck.isFull(), "tests run with assertions");

        assertDoesNotThrow(() -> CommandLine.populateCommand(new ParanoidOption(), "--paranoid").check());
        assertDoesNotThrow(() -> new ParanoidOption().check());
    }
}
