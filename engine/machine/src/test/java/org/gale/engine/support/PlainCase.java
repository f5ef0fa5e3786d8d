package org.gale.engine.support;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Driver of a class that needs little around its objects.
 *
 * @param <T>     what is made and used
 * @param maker   makes a new object
 * @param use     a drawn step
 * @param action  the operation
 * @param part    returns the object whose fields are compared
 * @param rare    declared fields that need more use than a test has
 */
public record PlainCase<T>(Supplier<T> maker, BiFunction<T, SplittableRandom, String> use, Consumer<T> action,
    Function<T, Object> part, Set<String> rare) implements StateCase<T>
{
    /** Makes a driver of a class all of whose fields are used. */
    public PlainCase(final Supplier<T> maker, final BiFunction<T, SplittableRandom, String> use,
        final Consumer<T> action)
    {
        this(maker, use, action, object -> object, Set.of());
    }

    @Override
    public T make()
    {
        return maker.get();
    }

    @Override
    public String step(final T object, final SplittableRandom random)
    {
        return use.apply(object, random);
    }

    @Override
    public void operate(final T object)
    {
        action.accept(object);
    }

    @Override
    public Object root(final T object)
    {
        return part.apply(object);
    }
}
