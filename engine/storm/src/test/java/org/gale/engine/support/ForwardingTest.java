package org.gale.engine.support;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.gale.engine.agent.ForwardingObserver;
import org.gale.engine.agent.ForwardingTurns;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.storm.profile.Workload;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Tests that each forwarding double forwards all of its seam. */
class ForwardingTest
{
    private static final Map<Class<?>, Function<Object, Object>> DOUBLES = Map.of(
        FrameLog.class, log -> new ForwardingLog((FrameLog)log),
        RunObserver.class, observer -> new ForwardingObserver((RunObserver)observer),
        TurnSource.class, turns -> new ForwardingTurns((TurnSource)turns),
        Workload.class, workload -> new ForwardingWorkload((Workload)workload));

    @ParameterizedTest
    @MethodSource("methods")
    void shouldForwardEveryCall(final Method method) throws ReflectiveOperationException
    {
        final Class<?> seam = seam(method);
        final List<Method> called = new ArrayList<>();
        final Object recorder = Proxy.newProxyInstance(seam.getClassLoader(), new Class<?>[]{ seam },
            (proxy, forwarded, arguments) ->
            {
                called.add(forwarded);
                return zero(forwarded.getReturnType());
            });

        method.invoke(DOUBLES.get(seam).apply(recorder),
            Arrays.stream(method.getParameterTypes()).map(ForwardingTest::zero).toArray());

        assertEquals(List.of(method), called);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void shouldFindNoDefaultThatADoubleCouldMiss(final Method method)
    {
        assertFalse(method.isDefault(), method.toString());
    }

    private static Stream<Method> methods()
    {
        return DOUBLES.keySet().stream().flatMap(seam -> Arrays.stream(seam.getMethods()));
    }

    /** Returns the seam that has a method, which it may inherit. */
    private static Class<?> seam(final Method method)
    {
        return DOUBLES.keySet().stream().filter(seam -> method.getDeclaringClass().isAssignableFrom(seam))
            .findFirst().orElseThrow();
    }

    private static Object zero(final Class<?> type)
    {
        if (type == boolean.class)
        {
            return false;
        }
        if (type == int.class)
        {
            return 0;
        }

        return type == long.class ? (Object)0L : null;
    }
}
