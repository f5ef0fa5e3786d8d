package org.gale.ringbuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.agrona.UnsafeApi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the layout of the objects of a lane's ends, as this virtual machine chose it. */
class LanePaddingTest
{
    private static final String FRONT = "front";
    private static final String BACK = "back";

    @ParameterizedTest
    @ValueSource(classes = {LaneProducer.class, LaneConsumer.class})
    void shouldPadTheStateOfAnEndOnBothSides(final Class<?> end)
    {
        final long[] state = offsets(end, "");
        final long[] front = offsets(end, FRONT);
        final long[] back = offsets(end, BACK);

        assertTrue(state[0] >= front[0] + LanePadding.PADDING_LENGTH, Arrays.toString(state));
        assertTrue(back[0] > state[state.length - 1], Arrays.toString(state));
        assertEquals(LanePadding.PADDING_LENGTH, back[back.length - 1] + Long.BYTES - back[0]);
    }

    /** Returns the sorted offsets of the padding, or of all other fields. */
    private static long[] offsets(final Class<?> end, final String prefix)
    {
        return fields(end).stream()
            .filter(field -> prefix.isEmpty() ?
                !field.getName().startsWith(FRONT) && !field.getName().startsWith(BACK) :
                field.getName().startsWith(prefix))
            .mapToLong(UnsafeApi::objectFieldOffset).sorted().toArray();
    }

    private static List<Field> fields(final Class<?> end)
    {
        return List.of(end, end.getSuperclass(), LanePadding.class).stream()
            .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
            .filter(field -> !Modifier.isStatic(field.getModifiers())).toList();
    }
}
