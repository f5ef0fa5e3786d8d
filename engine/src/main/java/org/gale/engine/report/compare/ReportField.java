package org.gale.engine.report.compare;

import java.util.HashMap;
import java.util.Map;

/** Declared value of a report, with those that it holds. Built once, then read. */
final class ReportField
{
    /** Segment of a pointer that stands for every element of a list. */
    private static final String ELEMENT = "[]";
    /** Segment of a pointer that stands for every member of an object. */
    private static final String MEMBER = "{}";
    /** End of a segment whose value may not be missing. */
    private static final String REQUIRED = "!";
    /** Value that is not declared, as are all that it holds: keys may be added. */
    private static final ReportField OTHER = new ReportField();

    private final Map<String, ReportField> members = new HashMap<>();
    private ReportField each;
    private ValueKind kind = ValueKind.OTHER;
    private boolean isRequired;

    /**
     * Declares a value, and thereby what holds it.
     *
     * @param pointer JSON pointer from this value, in which {@code []} is any element of a list, {@code {}} any member
     *                of an object that is not declared by its name, and a segment that ends with {@code !} is required
     */
    void declare(final String pointer, final ValueKind type)
    {
        ReportField field = this;
        for (final String segment : pointer.substring(1).split("/", -1))
        {
            final boolean isList = segment.equals(ELEMENT) || Character.isDigit(segment.charAt(0));
            field.kind = isList ? ValueKind.LIST : ValueKind.OBJECT;
            field = field.child(segment);
        }
        field.kind = type;
    }

    private ReportField child(final String segment)
    {
        if (segment.equals(ELEMENT) || segment.equals(MEMBER))
        {
            each = each == null ? new ReportField() : each;
            each.isRequired = segment.equals(ELEMENT);

            return each;
        }
        final boolean isMust = segment.endsWith(REQUIRED);
        final String name = isMust ? segment.substring(0, segment.length() - 1) : segment;
        final ReportField child = members.computeIfAbsent(name, key -> new ReportField());
        child.isRequired |= isMust;

        return child;
    }

    /** Returns the declaration of a member or of an element, whose name is its index. */
    ReportField of(final String name)
    {
        return members.getOrDefault(name, each == null ? OTHER : each);
    }

    /** Returns the values that are declared by their names. */
    Map<String, ReportField> members()
    {
        return members;
    }

    ValueKind kind()
    {
        return kind;
    }

    /** Returns whether the value may be neither missing nor null. */
    boolean isRequired()
    {
        return isRequired;
    }
}
