package org.gale.engine.cli.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.json.JsonText;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.sweep.ShardNeeds;

/**
 * Manifest that runs a sweep, or the shares of a storm, as an Indexed Job of Kubernetes: a claim, a ConfigMap and the
 * Job. Pure functions.
 */
final class KubernetesManifest
{
    /** Limit of the name of a Job, whose pods have longer names. */
    static final int NAME_LIMIT = 52;
    /** Limit of the indexes of a Job. */
    static final int INDEX_LIMIT = 100_000;

    private static final int CONFIG_LIMIT = 1 << 20;
    private static final long MIB_PER_GIB = 1_024;
    private static final int LAST_PLAIN = '~';
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]*");
    private static final Pattern PLAIN_WORD = Pattern.compile("[-/a-z][-a-z./]*");
    /** Room for the report of a share, whose histograms are whole. */
    private static final long REPORT_MIB = 64;
    private static final String CONFIG = "/sweep";
    private static final String RESULTS = "/results";

    private KubernetesManifest()
    {
    }

    /**
     * Returns the lines of the manifest.
     *
     * @param image  of the container, with gale in its search path
     * @param atMost pods at a time
     * @throws OutcomeException if Kubernetes refuses a name, the number of shards, or the size of the files
     */
    static List<String> lines(final PlannedSweep planned, final String image, final int shards, final int atMost)
    {
        final String name = planned.plan().sweep().name();
        check("sweep", name, image, "--shards", shards);
        final List<String> lines = new ArrayList<>(List.of(
            "# Sweep " + name + ": " + NumberText.counted(planned.plan().runs(), "run") + " by " +
                NumberText.counted(shards, "pod") + ", for Kubernetes 1.29 and later.",
            "# Write it to " + name + ".k8s.yaml. The second command runs in a container with the claim.",
            "#   kubectl apply -f ./" + name + ".k8s.yaml && kubectl wait --for=condition=Complete --timeout=-1s job/" +
                name,
            "#   gale sweep merge " + RESULTS + " -o joined"));
        final SweepPlan plan = planned.plan();
        claim(lines, plan.runs() + (plan.sweep().limits().diskBytes() >> 20), name);      // of a journal that stays
        config(lines, Map.of(ResultDirectory.SWEEP, planned.sweepText(), ResultDirectory.JOB, planned.jobText()),
            "the sweep and its job", name);
        job(lines, new Pods(name, image, shards, atMost, List.of("gale", "sweep", "run",
            CONFIG + '/' + ResultDirectory.SWEEP, "--out", RESULTS, "--shard", "auto", "--shards", "" + shards),
            ShardNeeds.of(plan, shards), "[2, 5, 6, 7]", List.of()));

        return lines;
    }

    /**
     * Returns the lines of the manifest of the shares of a storm.
     *
     * @param image  of the container, with gale in its search path
     * @param atMost pods at a time
     * @throws OutcomeException if Kubernetes refuses a name, the number of shares, or the size of the job
     */
    static List<String> ofShares(final SharePlan plan, final String image, final int atMost)
    {
        final String name = plan.name();
        check("job", name, image, "--shares", plan.shares());
        final List<String> lines = new ArrayList<>(List.of(
            "# Storm " + name + " by " + NumberText.counted(plan.shares(), "pod") + ", for Kubernetes 1.29 and later.",
            "# Write it to " + name + ".k8s.yaml. The second command runs in a container with the claim.",
            "#   kubectl apply -f ./" + name + ".k8s.yaml && kubectl wait --for=condition=Complete --timeout=-1s job/" +
                name,
            "#   " + SharePlan.add(RESULTS)));
        claim(lines, plan.shares() * REPORT_MIB, name);
        config(lines, Map.of(ResultDirectory.JOB, plan.jobText()), "the job", name);
        job(lines, new Pods(name, image, plan.shares(), atMost,
            plan.words(CONFIG + '/' + ResultDirectory.JOB, "$(JOB_COMPLETION_INDEX)", RESULTS), plan.needs(),
            "[2, 3, 4, 5, 6, 7]", List.of("      activeDeadlineSeconds: " + plan.needs().seconds())));

        return lines;
    }

    /**
     * Pods of a Job.
     *
     * @param atMost   pods at a time
     * @param words    of the command of each
     * @param findings exit codes that a repetition ends with, too
     * @param more     lines of the specification of each
     */
    private record Pods(String name, String image, int count, int atMost, List<String> words, ShardNeeds needs,
        String findings, List<String> more)
    {
    }

    private static void check(
        final String kind, final String name, final String image, final String option, final int count)
    {
        if (name.length() > NAME_LIMIT || !NAME.matcher(name).matches())
        {
            throw usage(kind + ": '" + name + "' is no name for Kubernetes: at most " + NAME_LIMIT +
                " small letters, digits and -, the first and the last no - (rename the " + kind + ')');
        }
        if (!IMAGE.matcher(image).matches())
        {
            throw usage("--image: '" + image + "' is no name of an image (try gale:1)");
        }
        if (count > INDEX_LIMIT)
        {
            throw usage(option + ": '" + count + "' is more than the " + NumberText.count(INDEX_LIMIT) +
                " indexes of a Job");
        }
    }

    /** Adds the claim: room for the results. */
    private static void claim(final List<String> lines, final long mib, final String name)
    {
        lines.addAll(List.of(
            "apiVersion: v1",
            "kind: PersistentVolumeClaim",
            "metadata: {name: " + quoted(name) + '}',
            "spec:",
            "  accessModes: [ReadWriteMany]",
            "  resources: {requests: {storage: " + (mib / MIB_PER_GIB + 1) + "Gi}}",
            "---"));
    }

    private static void config(
        final List<String> lines, final Map<String, String> files, final String what, final String name)
    {
        final List<String> data = new ArrayList<>();
        for (final String file : List.of(ResultDirectory.SWEEP, ResultDirectory.JOB))
        {
            if (files.containsKey(file))
            {
                data.add("  " + file + ": |");
                block(data, files.get(file));
            }
        }
        final long bytes = data.stream().mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length + 1).sum();
        if (bytes > CONFIG_LIMIT)
        {
            throw usage(what + (files.size() == 1 ? " takes " : " take ") + NumberText.count(bytes) +
                " bytes, and a ConfigMap has at most 1 MiB (write fewer values; a trace lies in a volume)");
        }
        lines.addAll(List.of("apiVersion: v1", "kind: ConfigMap", "metadata: {name: " + quoted(name) + '}', "data:"));
        lines.addAll(data);
        lines.add("---");
    }

    /** Adds a file with a line for each key of the first level. */
    private static void block(final List<String> lines, final String text)
    {
        final Iterator<Map.Entry<String, JsonNode>> fields = JsonText.read(text).properties().iterator();
        lines.add("    {");
        while (fields.hasNext())
        {
            final Map.Entry<String, JsonNode> field = fields.next();
            lines.add("      " + quoted(field.getKey()) + ": " + plain(field.getValue()) +
                (fields.hasNext() ? "," : ""));
        }
        lines.add("    }");
    }

    private static void job(final List<String> lines, final Pods pods)
    {
        final ShardNeeds needs = pods.needs();
        final String name = pods.name();
        final int count = pods.count();
        final String resources = "{cpu: " + needs.cores() + ", memory: " + needs.memoryMib() +
            "Mi, ephemeral-storage: " + needs.diskMib() + "Mi}";
        lines.addAll(List.of(
            "apiVersion: batch/v1",
            "kind: Job",
            "metadata: {name: " + quoted(name) + '}',
            "spec:",
            "  completionMode: Indexed",
            "  completions: " + count,
            "  parallelism: " + pods.atMost(),
            "  backoffLimitPerIndex: 1",
            "  maxFailedIndexes: " + count + "           # one that fails stops no other",
            "  podFailurePolicy:",
            "    rules:",
            "      - action: Ignore            # a host that is drained is no failure: another pod follows",
            "        onPodConditions: [{type: DisruptionTarget, status: \"True\"}]",
            "      - action: FailIndex         # a wrong argument or a finding: a repetition ends as it did",
            "        onExitCodes: {operator: In, values: " + pods.findings() + '}',
            "  template:",
            "    spec:",
            "      restartPolicy: Never"));
        lines.addAll(pods.more());
        lines.addAll(List.of(
            "      containers:",
            "        - name: gale",
            "          image: " + quoted(pods.image()),
            "          command: [" + String.join(", ", pods.words().stream().map(KubernetesManifest::word).toList()) +
                ']',
            "          resources:",
            "            requests: " + resources,
            "            limits: " + resources,
            "          volumeMounts:",
            "            - {name: sweep, mountPath: " + CONFIG + ", readOnly: true}",
            "            - {name: results, mountPath: " + RESULTS + '}',
            "      volumes:",
            "        - {name: sweep, configMap: {name: " + quoted(name) + "}}",
            "        - {name: results, persistentVolumeClaim: {claimName: " + quoted(name) + "}}"));
    }

    /** Returns a word of a command, in quotation marks where YAML would take it for another thing. */
    private static String word(final String text)
    {
        return PLAIN_WORD.matcher(text).matches() ? text : quoted(text);
    }

    private static String quoted(final String text)
    {
        return plain(TextNode.valueOf(text));
    }

    /** Returns a value of JSON with escapes for all but ASCII: YAML ends lines at more characters than JSON does. */
    private static String plain(final JsonNode value)
    {
        final StringBuilder plain = new StringBuilder();
        value.toString().chars().forEach(c ->
            plain.append(c <= LAST_PLAIN ? Character.toString(c) : String.format(Locale.ROOT, "\\u%04x", c)));

        return plain.toString();
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}
