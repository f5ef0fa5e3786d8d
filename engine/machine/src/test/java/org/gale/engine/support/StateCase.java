package org.gale.engine.support;

import java.util.Set;
import java.util.SplittableRandom;

/**
 * Driver of a class with an operation that makes state old or new again: it makes objects and uses them by drawn steps.
 * Two objects that are made and used by the same draws are equal.
 *
 * @param <T> what is made and used, the object of the class or the parts around it
 */
public interface StateCase<T>
{
    /** Beginning of the answer to a command that is refused. */
    String REFUSED = "refused";

    /** Makes a new object. */
    T make();

    /**
     * Uses an object by a drawn step.
     *
     * @return what the object answers; a text that begins with {@link #REFUSED} for a command that is refused
     */
    String step(T object, SplittableRandom random);

    /** Brings a used object to where the operation can be applied. */
    default void ready(final T object, final SplittableRandom random)
    {
    }

    /** Applies the operation. */
    void operate(T object);

    /** Brings a new object to where the operation has led a used one. */
    default void prepare(final T fresh, final T used)
    {
    }

    /**
     * Makes what is derived, of a used object and of a new one alike.
     *
     * @return false if answers alone are to compare what is derived
     */
    default boolean rebuild(final T object)
    {
        return false;
    }

    /** Returns the object whose fields are compared. */
    default Object root(final T object)
    {
        return object;
    }

    /** Returns the most steps before the operation. */
    default int steps()
    {
        return 200;
    }

    /** Returns the declared fields that need more use than a test has. */
    default Set<String> rare()
    {
        return Set.of();
    }

    /** Returns whether a declared field, given with its class, has to be made to differ from a new one. */
    default boolean isAsked(final String field)
    {
        return !rare().contains(field);
    }

    /** Returns the classes whose objects have drivers of their own. */
    default Set<Class<?>> leftOut()
    {
        return Set.of();
    }

    /** Frees an object. */
    default void close(final T object)
    {
    }
}
