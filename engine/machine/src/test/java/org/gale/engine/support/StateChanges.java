package org.gale.engine.support;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.gale.engine.support.StateFields.Leaf;
import org.gale.tables.memory.StateException;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/**
 * Changes of single saved fields of an object: each is seen in its image, and in the digest of what is restored from
 * that, unless such an image is refused.
 *
 * @param <T> what is saved
 */
final class StateChanges<T>
{
    private final SavedCase<T> driver;
    private final Set<String> seen = new TreeSet<>();

    StateChanges(final SavedCase<T> driver)
    {
        this.driver = driver;
    }

    /** Changes a value of each field that was not changed before, one after the other. */
    void check(final T object, final Function<T, Map<String, Leaf>> fields, final String place)
    {
        final long[] image = driver.save(object);
        final long digest = driver.digest(object);
        fields.apply(object).forEach((path, leaf) ->
        {
            final boolean isAsked = driver.isAsked(leaf.field()) || driver.rare().contains(leaf.field());
            if (leaf.role() == StateRole.SAVED && isAsked && isVariable(leaf) && !seen.contains(leaf.field()) &&
                change(leaf, true))
            {
                seen.add(leaf.field());
                final long[] changed = image(object);
                change(leaf, false);
                final String what = place + ": " + leaf.field() + " at " + path;
                assertFalse(Arrays.equals(image, changed), what + " changes, and the image does not");
                if (changed.length > 0 && driver.isDigested(leaf.field()))
                {
                    assertDigested(digest, changed, what);
                }
            }
        });
        driver.close(object);
    }

    /** Returns the image, or nothing if the change is found by a check of what is saved. */
    private long[] image(final T object)
    {
        try
        {
            return driver.save(object);
        }
        catch (final AssertionError | StateException ex)
        {
            return new long[0];                                     // the value is checked: it is passed through
        }
    }

    private void assertDigested(final long digest, final long[] changed, final String what)
    {
        final T restored = driver.make();
        try
        {
            driver.restore(restored, changed);
        }
        catch (final StateException ex)
        {
            return;                                                 // the image says what was changed, and is none
        }
        assertNotEquals(digest, driver.digest(restored), what + " changes, and the digest does not");
        driver.close(restored);
    }

    private static boolean isVariable(final Leaf leaf)
    {
        return leaf.isDeclared() && leaf.owner() != null && (leaf.of() == null || !StateRoles.isConstant(leaf.of()));
    }

    /**
     * Changes the lowest bit of a value, or of the last element of an array that is not 0, or changes it back. A field
     * that is rarely used may have its first element changed.
     *
     * @return false if there is none
     */
    private boolean change(final Leaf leaf, final boolean isFirst)
    {
        if (leaf.of() != null && leaf.of().getType().isPrimitive())
        {
            StateFields.set(leaf.owner(), leaf.of(), isFirst ? other(leaf.value()) : leaf.value());
            return true;
        }
        final int last = leaf.of() == null ? last(leaf) : -1;
        if (last >= 0)
        {
            Array.set(leaf.owner(), last, isFirst ? other(Array.get(leaf.owner(), last)) : StateFields.element(
                leaf.value(), last));
        }

        return last >= 0;
    }

    /** Returns the index of the element to change; −1 if none is in use. */
    private int last(final Leaf leaf)
    {
        final int last = StateFields.last(leaf.value());

        return last < 0 && driver.rare().contains(leaf.field()) ? Math.min(0, Array.getLength(leaf.owner()) - 1) : last;
    }

    private static Object other(final Object value)
    {
        return value instanceof Boolean on ? (Object)!on :
            value instanceof Long number ? (Object)(number ^ 1) :
            value instanceof Integer number ? (Object)(number ^ 1) :
            value instanceof Byte number ? (Object)(byte)(number ^ 1) :
            value instanceof Short number ? (Object)(short)(number ^ 1) : value;
    }
}
