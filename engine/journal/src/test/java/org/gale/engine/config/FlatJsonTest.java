package org.gale.engine.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.gale.engine.json.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class FlatJsonTest
{
    private static final int OBJECTS = 200;
    private static final int FIELD_LIMIT = 5;

    @Test
    void shouldWriteTheFieldsOfAMapInTheirOrder()
    {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("z", true);
        fields.put("a", "VM 1");
        fields.put("n", -3L);

        assertEquals("{\"z\":true,\"a\":\"VM 1\",\"n\":-3}", FlatJson.line(fields));
        assertEquals("{}", FlatJson.line(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x1f, 0x20, '"', '/', '\\', '~', 0x7f, 0x80, 0x9f, 0xe9, 0x2028, 0xd83d, 0xffff})
    void shouldEscapeWhatAStringMayNotHold(final int c)
    {
        final String value = "a" + (char)c;

        final String line = FlatJson.line(Map.of("k", value));

        assertEquals(value, JsonText.read(line).path("k").textValue());
        assertEquals(line.length(), line.chars().filter(one -> one >= ' ' && one <= '~').count());
    }

    @Test
    void shouldWriteWhatAParserReadsAsTheSameValues()
    {
        final SplittableRandom random = new SplittableRandom(71);
        for (int i = 0; i < OBJECTS; i++)
        {
            final Map<String, Object> fields = new LinkedHashMap<>();
            for (int field = random.nextInt(FIELD_LIMIT); field >= 0; field--)
            {
                fields.put(text(random), random.nextBoolean() ? text(random) : random.nextLong());
            }

            final Map<String, Object> read = new LinkedHashMap<>();
            JsonText.read(FlatJson.line(fields)).properties().forEach(field -> read.put(field.getKey(),
                field.getValue().isTextual() ? field.getValue().textValue() : field.getValue().longValue()));

            assertEquals(fields, read);
        }
    }

    private static String text(final SplittableRandom random)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(FIELD_LIMIT); i >= 0; i--)
        {
            text.append((char)random.nextInt(0x100));
        }

        return text.toString();
    }
}
