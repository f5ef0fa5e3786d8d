package org.gale.engine.cli.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.json.JsonText;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesManifestTest
{
    private static final String SWEEP = "{\"sweep\":\"pools\",\"job\":\"job.yaml\",\"vary\":{\"a.b\":[\"1\",\"2\"]}}";
    private static final String JOB = "{\"job\":\"it's\",\"vms\":[{\"name\":\"a\"}]}";

    @Test
    void shouldHaveNoFieldThatKubernetesDoesNotKnow() throws ReflectiveOperationException
    {
        final String manifest = manifest("pools");

        assertEquals(List.of("PersistentVolumeClaim", "ConfigMap", "Job"),
            ManifestModel.documents(manifest).stream().map(document -> document.get("kind")).toList());
        for (final Map<?, ?> document : ManifestModel.documents(manifest))
        {
            assertEquals(List.of(), ManifestModel.unknown(document), document.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "completions", "backoffLimitPerIndex", "maxFailedIndexes", "onExitCodes", "operator", "onPodConditions",
        "status", "restartPolicy", "mountPath", "claimName", "requests", "readOnly", "image"})
    void shouldFindAMisspeltField(final String field) throws ReflectiveOperationException
    {
        final String manifest = manifest("pools");

        final Map<?, ?> job = ManifestModel.document(manifest.replace(field + ':', field + "s:"), "Job");

        assertThat(ManifestModel.unknown(job)).contains(field + 's').doesNotContain(field);
    }

    @Test
    void shouldRunOneIndexAfterAnotherFailure()
    {
        final String manifest = manifest("pools");

        assertThat(manifest).contains(
            "  completionMode: Indexed\n  completions: 3\n  parallelism: 3\n  backoffLimitPerIndex: 1\n" +
            "  maxFailedIndexes: 3 ",
            "command: [gale, sweep, run, /sweep/sweep.yaml, --out, /results, --shard, auto, --shards, \"3\"]",
            "requests: {cpu: 2, memory: 1536Mi, ephemeral-storage: 3072Mi}\n",
            "limits: {cpu: 2, memory: 1536Mi, ephemeral-storage: 3072Mi}\n",
            "accessModes: [ReadWriteMany]", "restartPolicy: Never",
            "onExitCodes: {operator: In, values: [2, 5, 6, 7]}");
    }

    @Test
    void shouldGiveTheFilesAsTheyAre()
    {
        final Map<?, ?> data = (Map<?, ?>)ManifestModel.document(manifest("pools"), "ConfigMap").get("data");

        assertEquals(SWEEP, JsonText.read(data.get(ResultDirectory.SWEEP).toString()).toString());
        assertEquals(JOB, JsonText.read(data.get(ResultDirectory.JOB).toString()).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\u2028immutable: true\u2028zz: |\u2028    ", "x\u2029kind: Secret", "x\u0085kind: Secret",
        "\u00e9\u20ac"})
    void shouldEscapeWhatYamlTakesForTheEndOfALine(final String value)
    {
        final String job = TextNode.valueOf(value).toString();

        final String manifest = String.join("\n", KubernetesManifest.lines(
            planned("pools", "{\"job\":" + job + "}"), "gale:1", 3, 3)) + '\n';

        assertTrue(manifest.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')), manifest);
        final Map<?, ?> map = ManifestModel.document(manifest, "ConfigMap");
        assertEquals(Set.of("apiVersion", "kind", "metadata", "data"), map.keySet());
        assertEquals(value, JsonText.read(((Map<?, ?>)map.get("data")).get(ResultDirectory.JOB).toString())
            .path("job").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Pools | sweep: 'Pools' is no name for Kubernetes", "a_b | sweep: 'a_b' is no name", "-a | sweep: '-a' is",
        "a- | sweep: 'a-' is no name for Kubernetes: at most 52 small letters, digits and -"})
    void shouldRefuseANameThatKubernetesRefuses(final String name, final String message)
    {
        final OutcomeException refusal = assertThrows(OutcomeException.class, () -> manifest(name));

        assertEquals(Outcome.USAGE, refusal.outcome());
        assertThat(refusal.getMessage()).startsWith(message);
    }

    @Test
    void shouldTakeNamesOfNumbersAndWords() throws ReflectiveOperationException
    {
        for (final String name : List.of("1e3", "yes", "0x1"))
        {
            final Map<?, ?> job = ManifestModel.document(manifest(name), "Job");
            assertEquals(name, ((Map<?, ?>)job.get("metadata")).get("name"));
        }
    }

    @Test
    void shouldRefuseAnImageManyIndexesAndLongFiles()
    {
        assertThat(assertThrows(OutcomeException.class,
            () -> KubernetesManifest.lines(planned("a", JOB), "a b", 1, 1)).getMessage())
            .startsWith("--image: 'a b' is");
        assertThat(assertThrows(OutcomeException.class,
            () -> KubernetesManifest.lines(planned("a", JOB), "a", 100_001, 1)).getMessage())
            .startsWith("--shards: '100001' is more than the 100,000 indexes of a Job");
        assertThat(assertThrows(OutcomeException.class, () -> KubernetesManifest.lines(
            planned("a", "{\"a\":\"" + "x".repeat(1 << 20) + "\"}"), "a", 1, 1)).getMessage())
            .contains("a ConfigMap has at most 1 MiB");
    }

    private static String manifest(final String name)
    {
        return String.join("\n", KubernetesManifest.lines(planned(name, JOB), "gale:1", 3, 3)) + '\n';
    }

    private static PlannedSweep planned(final String name, final String job)
    {
        final SweepPlan plan = SweepPlan.of(SweepText.read("sweep: " + name + "\njob: job.yaml\nvary: {a.b: [1, 2]}"));

        return new PlannedSweep(plan, "h", "1", SWEEP, job, Map.of(), false, true, Set.of());
    }
}
