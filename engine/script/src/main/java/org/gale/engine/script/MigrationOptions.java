package org.gale.engine.script;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.StepFailure;

/**
 * Options of a line that begins a migration: its order, and the step that fails. A step given twice fails twice. Owned
 * by the thread of the session.
 */
final class MigrationOptions
{
    private static final int FIRST_OPTION = 3;
    private static final String ORDER = "order=";
    private static final String FAIL = "fail=";

    private final Operands operands;
    private final int family;
    private final String spelling;
    private final String known;
    private int order;
    private int failing;

    /**
     * Makes the options of a family of verbs.
     *
     * @param family   of HOST words
     * @param spelling of the family in scripts
     */
    MigrationOptions(final Operands operands, final int family, final String spelling)
    {
        this.operands = operands;
        this.family = family;
        this.spelling = spelling;
        known = Stream.concat(
            MigrationOrder.of(family).stream().map(of -> ORDER + of.spelling()),
            Stream.of(MigrationStep.values()).map(step -> FAIL + step.spelling()))
            .collect(Collectors.joining(", "));
    }

    /**
     * Takes the options of the line.
     *
     * @return false after the reply that refuses one
     */
    boolean parse()
    {
        final LineParser line = operands.line();
        order = MigrationOrder.RIGHT.number();
        failing = 0;
        for (int word = FIRST_OPTION; word < line.wordCount(); word++)
        {
            if (!take(line.text(word)))
            {
                operands.fail("OPTION", word).append(isOfAnother(line.text(word)) ? " is an order that " + spelling +
                    " does not have: " : " is none of ").append(known).endLine();
                return false;
            }
        }

        return true;
    }

    /** Returns the number of the order. */
    int order()
    {
        return order;
    }

    /** Returns the code of a {@link StepFailure}, 0 for none. */
    int failing()
    {
        return failing;
    }

    private boolean take(final String text)
    {
        final String value = text.substring(text.indexOf('=') + 1);
        if (text.startsWith(ORDER))
        {
            final MigrationOrder asked = MigrationOrder.of(value);
            order = asked == null ? order : asked.number();
            return asked != null && asked.isOf(family);
        }
        final MigrationStep step = text.startsWith(FAIL) ? MigrationStep.of(value) : null;
        failing = step == null ? failing : StepFailure.of(step, StepFailure.step(failing) == step);

        return step != null && StepFailure.isValid(failing);
    }

    private static boolean isOfAnother(final String text)
    {
        return text.startsWith(ORDER) && MigrationOrder.of(text.substring(ORDER.length())) != null;
    }
}
