package org.gale.engine.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.record.FrameLog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardingLogTest
{
    @ParameterizedTest
    @MethodSource("methods")
    void shouldForwardEveryCall(final Method method) throws ReflectiveOperationException
    {
        final List<Method> called = new ArrayList<>();
        final FrameLog recorder = (FrameLog)Proxy.newProxyInstance(FrameLog.class.getClassLoader(),
            new Class<?>[]{FrameLog.class}, (proxy, forwarded, arguments) ->
            {
                called.add(forwarded);
                return zero(forwarded.getReturnType());
            });

        method.invoke(new ForwardingLog(recorder),
            Arrays.stream(method.getParameterTypes()).map(ForwardingLogTest::zero).toArray());

        assertEquals(List.of(method), called);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void shouldFindNoDefaultThatAForwardingLogCouldMiss(final Method method)
    {
        assertFalse(method.isDefault(), method.toString());
    }

    private static Stream<Method> methods()
    {
        return Arrays.stream(FrameLog.class.getMethods());
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
