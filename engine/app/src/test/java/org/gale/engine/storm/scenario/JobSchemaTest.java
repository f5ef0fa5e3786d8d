package org.gale.engine.storm.scenario;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Tests of the schema of jobs with a validator of JSON Schema 2020-12. */
class JobSchemaTest
{
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    private static Stream<Path> examples() throws IOException
    {
        try (Stream<Path> files = Files.list(Path.of("docs/examples")))
        {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldAcceptAnExample(final Path example) throws IOException
    {
        assertEquals(Set.of(), findings(Files.readString(example)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "lpi-stress", "overcommit", "direct"})
    void shouldAcceptAPrintedProfile(final String profile) throws IOException
    {
        final SettingValues chosen = SettingValues.NONE.with(StormSettings.PROFILE, profile);

        assertEquals(Set.of(), findings(jobs.print(jobs.plan(chosen, Spelling.NAMES))));
    }

    @Test
    void shouldAcceptAJobOfTheVirtualClockWithTimesInEachForm() throws IOException
    {
        final String text = """
            job: x
            clock: virtual
            costs: {base: zero, exit: 900ns, schedule: {uniform: {from: 1us, to: 2us}}, eoi: {exponential: 30ns},
              put: {pareto: {alpha: 1.5, min: 1us, cap: 1ms}}, poll: 0, lr-limit: 3}
            defaults: {guest: {mask: 3}}
            vms:
              - {name: a, guest: {handler: {list: [[1us, 9], [2us, 1]]}, work: on}, devices: [{name: d}]}
            """;
        final Job job = JobReader.read(
            JobParser.parse(text, "j"), JobProfiles.ALL.forms(), Assignments.NONE);
        final String printed = jobs.print(jobs.plan(job, "j", SettingValues.NONE, Spelling.NAMES));

        assertEquals(Set.of(), findings(text));
        assertEquals(Set.of(), findings(printed));
        assertFalse(findings(text.replace("exit: 900ns", "exit: [900ns]")).isEmpty());
        assertFalse(findings(text.replace("exit: 900ns", "exti: 900ns")).isEmpty());
    }

    @Test
    void shouldAcceptTheKeysOfEachKindOfTraffic() throws IOException
    {
        final String text = """
            job: x
            clock: virtual
            vms:
              - {name: a, devices: [{name: d, traffic: {kind: io, depth: 8, service: {exponential: 30us}, think: 0,
                  coalesce: {threshold: 4, time: 200us}}}]}
              - {name: b, devices: [{name: d, traffic: {kind: packets, rate: 10k, moderation: {fixed: 84us}, budget: 9,
                  period: cqe, arrivals: constant, per-packet: 1us}}]}
              - {name: c, devices: [{name: d, traffic: {kind: virtio, backend: each, service: {each: 1us}}}]}
              - {name: t, devices: [{name: d, target: trace, traffic: {kind: trace, file: t, vectors: 'v*', speed: 2,
                  phase: 1ms}}]}
            """;

        assertEquals(Set.of(), findings(text));
        assertFalse(findings(text.replace("depth: 8", "dept: 8")).isEmpty());
        assertFalse(findings(text.replace("threshold: 4", "treshold: 4")).isEmpty());
        assertFalse(findings(text.replace("budget: 9", "budgt: 9")).isEmpty());
        assertFalse(findings(text.replace("each: 1us", "eech: 1us")).isEmpty());
        assertFalse(findings(text.replace("depth: 8", "rate: 8")).isEmpty());
        assertFalse(findings(text.replace("speed: 2", "sped: 2")).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldRefuseEachKeyOfAnExampleMisspelt(final Path example) throws IOException
    {
        final JsonNode whole = json(parsed(Files.readString(example)));
        final JsonSchema schema = schema();
        final List<String> chosen = chosenNames(whole);
        for (final ObjectNode map : maps(whole))
        {
            for (final String key : names(map))
            {
                final JsonNode value = map.remove(key);
                map.set(key + 'x', value);
                assertEquals(chosen.contains(key), schema.validate(whole).isEmpty(), key);
                map.remove(key + 'x');
                map.set(key, value);
            }
        }
        assertEquals(Set.of(), schema.validate(whole));
    }

    @Test
    void shouldRefuseAJobWithoutANameAndAMapForAValue() throws IOException
    {
        assertFalse(findings("vms: []\n").isEmpty());
        assertFalse(findings("job: {a: b}\nvms: []\n").isEmpty());
        assertFalse(findings("job: a\nvms: {}\n").isEmpty());
        assertFalse(findings("job: a\nvms: [{name: a, devices: [{traffic: open}]}]\n").isEmpty());
    }

    @Test
    void shouldHaveAKeyForEverySettingButThoseThatNameAStorm()
    {
        final JobForms forms = JobProfiles.ALL.forms();
        final List<Setting<?>> left = new ArrayList<>(OfferedSettings.ALL);
        left.addAll(JobProfiles.ALL.settings());
        forms.all().forEach(form -> left.removeAll(form.settings()));

        assertEquals(List.of(StormSettings.PROFILE, TraceSettings.TRACE, StormSettings.RESUME,
            MonitorSettings.SOCKET, MonitorSettings.TIMEOUT, MeasureSettings.ENGINES, MeasureSettings.SHARE,
            MeasureSettings.CPU_ENGINES), left);
    }

    /** Returns the keys that the user chooses: the names of variables, and of what a phase changes. */
    private static List<String> chosenNames(final JsonNode whole)
    {
        final List<String> names = new ArrayList<>(names(objectOf(whole.path("vars"))));
        whole.path("phases").forEach(phase -> names.addAll(names(objectOf(phase.path("change")))));

        return names;
    }

    private static ObjectNode objectOf(final JsonNode node)
    {
        return node instanceof ObjectNode object ? object : NODES.objectNode();
    }

    private static List<String> names(final ObjectNode map)
    {
        final List<String> names = new ArrayList<>();
        map.fieldNames().forEachRemaining(names::add);

        return names;
    }

    /** Returns all maps of a tree. */
    private static List<ObjectNode> maps(final JsonNode root)
    {
        final List<JsonNode> nodes = new ArrayList<>(List.of(root));
        for (int i = 0; i < nodes.size(); i++)
        {
            nodes.get(i).forEach(nodes::add);
        }

        return nodes.stream().filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast).toList();
    }

    private Set<ValidationMessage> findings(final String yaml) throws IOException
    {
        return schema().validate(json(parsed(yaml)));
    }

    private JsonSchema schema() throws IOException
    {
        final StringWriter schema = new StringWriter();
        jobs.schema(schema);

        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema.toString());
    }

    private static JobNode parsed(final String yaml)
    {
        return JobParser.parse(JobText.of(yaml.getBytes(StandardCharsets.UTF_8), "j.yaml"), "j.yaml");
    }

    /** Returns a tree as JSON, with numbers and switches as an editor of YAML takes them. */
    private static JsonNode json(final JobNode node)
    {
        if (node instanceof JobNode.Text text)
        {
            return text.text().matches("[0-9]+") ? NODES.numberNode(Long.parseLong(text.text())) :
                text.text().matches("true|false") ? NODES.booleanNode(Boolean.parseBoolean(text.text())) :
                NODES.textNode(text.text());
        }
        if (node instanceof JobNode.Items items)
        {
            final ArrayNode array = NODES.arrayNode();
            items.nodes().forEach(item -> array.add(json(item)));

            return array;
        }
        final ObjectNode object = NODES.objectNode();
        ((JobNode.Fields)node).fields().forEach((name, field) -> object.set(name, json(field.node())));

        return object;
    }
}
