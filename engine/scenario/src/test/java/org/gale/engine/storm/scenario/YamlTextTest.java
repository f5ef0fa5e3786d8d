package org.gale.engine.storm.scenario;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class YamlTextTest
{
    @ParameterizedTest
    @ValueSource(strings = {"plain", "---", "{a}", "it's", "a: b", "-",
        "a\nb", "a\u2028b: c", "\u2029", "a\u0085\"b\\", "\t"})
    void shouldWriteATextThatReadsBack(final String text)
    {
        final Place place = Place.ofOption("file");
        final JobNode.Fields tree = new JobNode.Fields(place,
            Map.of("job", new JobNode.Field(place, new JobNode.Text(place, text))));

        final JobNode read = JobParser.parse(YamlText.of(tree), "file", "job").get("job");

        assertEquals(text, ((JobNode.Text)read).text());
    }
}
