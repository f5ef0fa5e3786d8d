package org.gale.engine.inspect;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.machine.Machine;

/**
 * Condition on a field of a machine: {@code vm0.lpi8193.pending} for a flag that is 1, {@code vm0.vcpu1.state =
 * direct}, {@code lpi5.priority < 8}. An order is one of numbers. A field that the machine does not have now fulfils
 * {@code = unreachable} alone. Immutable.
 */
public final class FieldCondition
{
    private static final Pattern FORM = Pattern.compile("([^\\s=!<>]+)(?:\\s*(==|=|!=|<=|>=|<|>)\\s*(\\S+))?");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final String SET = "1";
    private static final List<String> FLAG = List.of("0", SET, WatchExpression.UNREACHABLE);

    private final String text;
    private final WatchExpression field;
    /** Null for a flag. */
    private final String operator;
    private final String operand;

    private FieldCondition(final String text, final WatchExpression field, final String operator, final String operand)
    {
        this.text = text;
        this.field = field;
        this.operator = operator;
        this.operand = operand;
    }

    /**
     * Parses a condition.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static FieldCondition parse(final String text)
    {
        final Matcher form = FORM.matcher(text.strip());
        if (!form.matches())
        {
            throw new IllegalArgumentException("'" + text + "' is no FIELD, and no FIELD = VALUE (try " +
                "vm3.lpi8193.pending, 'vm0.vcpu1.state = direct' or 'lpi5.priority < 8'; there are =, !=, <, <=, >, " +
                ">=)");
        }
        final String operator = form.group(2);
        final String operand = form.group(3);
        if (operator != null && operator.matches("[<>]=?") && !NUMBER.matcher(operand).matches())
        {
            throw new IllegalArgumentException("'" + text + "': '" + operand + "' is no number");
        }

        return new FieldCondition(text, WatchExpression.parse(form.group(1)), operator, operand);
    }

    /** Returns the field. */
    public WatchExpression field()
    {
        return field;
    }

    /** Returns the value of the field, or {@code yes} or {@code no} where the condition compares it. */
    public String shown(final Machine machine)
    {
        return shown(field.value(machine));
    }

    /** Returns a reader of what is shown one after another, each that of {@link #shown}; for one thread. */
    public Function<Machine, String> reader()
    {
        return field.reader().andThen(this::shown);
    }

    private String shown(final String value)
    {
        return operator == null ? value : holds(value) ? "yes" : "no";
    }

    /**
     * Returns whether the condition holds for a value of the field.
     *
     * @throws IllegalArgumentException with a sentence for the user, if the field is neither a flag nor compared
     */
    public boolean holds(final String value)
    {
        if (operator == null)
        {
            if (!FLAG.contains(value))
            {
                throw new IllegalArgumentException("'" + text + "' is no flag, its value is '" + value +
                    "': compare it (try '" + text + " = " + value.split(" ", -1)[0] + "')");
            }

            return value.equals(SET);
        }
        if (value.equals(WatchExpression.UNREACHABLE))
        {
            return operator.startsWith("=") && operand.equals(value);
        }

        return switch (operator)
        {
            case "=", "==" -> value.equals(operand);
            case "!=" -> !value.equals(operand);
            default -> NUMBER.matcher(value).matches() &&
                isInOrder(new BigDecimal(value).compareTo(new BigDecimal(operand)));
        };
    }

    private boolean isInOrder(final int order)
    {
        return switch (operator)
        {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    @Override
    public String toString()
    {
        return text;
    }
}
