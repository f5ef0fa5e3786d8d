package org.gale.engine.support;

/**
 * Driver of a class whose objects are saved and restored.
 *
 * @param <T> what is made and used
 */
public interface SavedCase<T> extends StateCase<T>
{
    /** Returns the words of the image of an object. */
    long[] save(T object);

    /** Restores a new object. */
    void restore(T fresh, long[] words);

    /** Returns the digest of an object. */
    long digest(T object);

    /** Returns whether a declared field, given with its class, is in the digest, and not in the image alone. */
    default boolean isDigested(final String field)
    {
        return !field.isEmpty();
    }

    @Override
    default void operate(final T object)
    {
        throw new IllegalStateException("a restore needs an image");
    }
}
