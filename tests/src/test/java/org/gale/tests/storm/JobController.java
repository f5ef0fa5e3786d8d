package org.gale.tests.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Controller of an Indexed Job of Kubernetes, as far as that of a sweep needs one: a pod is a process, a volume a
 * directory. It kills pods: by a drain of their host, or as the kernel does that has no memory left. The first pod that
 * has begun its work is drained and the next one killed, however fast the host; later ones at random.
 * <pre>
 *   index: pending --start--> running --exit 0--> succeeded
 *             ^                  |
 *             +--- disruption: Ignore, or a failure within backoffLimitPerIndex
 *                                |
 *                                +--- FailIndex, or a failure beyond it --> failed
 * </pre>
 * Used by one test.
 */
final class JobController
{
    private static final long TURN_MS = 10;
    private static final long KILL_ODDS = 100;                  // of pods and turns

    private final Path directory;
    private final Path programs;
    private final Map<String, Map<?, ?>> documents = new HashMap<>();
    private final Map<String, Path> mounts = new TreeMap<>();
    private final Map<Integer, Integer> failures = new HashMap<>();
    private final TreeSet<Integer> pending = new TreeSet<>();
    private final List<Integer> failed = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private int started;
    private int drained;
    private int killed;

    /** Reads a manifest, and makes its volumes below a directory. */
    JobController(final Path directory, final String manifest, final Path programs) throws IOException
    {
        this.directory = directory;
        this.programs = programs;
        for (final Object document : new Load(LoadSettings.builder().build()).loadAllFromString(manifest))
        {
            documents.put(((Map<?, ?>)document).get("kind").toString(), (Map<?, ?>)document);
        }
        final Map<String, Path> volumes = new HashMap<>();
        for (final Object volume : (List<?>)pod().get("volumes"))
        {
            final Map<?, ?> fields = (Map<?, ?>)volume;
            final Path place = Files.createDirectories(directory.resolve("volumes").resolve(text(fields, "name")));
            volumes.put(text(fields, "name"), place);
            if (fields.containsKey("configMap"))
            {
                check(documents.get("ConfigMap"), text((Map<?, ?>)fields.get("configMap"), "name"));
                for (final Map.Entry<?, ?> file : ((Map<?, ?>)documents.get("ConfigMap").get("data")).entrySet())
                {
                    Files.writeString(place.resolve(file.getKey().toString()), file.getValue().toString());
                }
            }
            else
            {
                check(documents.get("PersistentVolumeClaim"),
                    text((Map<?, ?>)fields.get("persistentVolumeClaim"), "claimName"));
            }
        }
        for (final Object mount : (List<?>)container().get("volumeMounts"))
        {
            mounts.put(text((Map<?, ?>)mount, "mountPath"), volumes.get(text((Map<?, ?>)mount, "name")));
        }
    }

    /** Process of an index, and how the controller ended it. */
    private static final class Pod
    {
        private final int index;
        private final Process process;
        private final Path temporary;
        private boolean isDrained;

        private Pod(final int index, final Process process, final Path temporary)
        {
            this.index = index;
            this.process = process;
            this.temporary = temporary;
        }

        /** Returns whether it has begun its work: a storm has a process, or a journal. */
        boolean hasBegun()
        {
            final String[] journals = temporary.toFile().list((place, name) -> name.matches("gale-[0-9a-f]{6}"));

            return process.descendants().anyMatch(child -> child.info().command().orElse("").endsWith("/java")) ||
                (journals != null && journals.length > 0);
        }
    }

    /** Runs the job to its end, and returns the indexes that failed. */
    List<Integer> run(final RandomGenerator random) throws IOException, InterruptedException
    {
        for (int index = 0; index < number("completions"); index++)
        {
            pending.add(index);
        }
        while ((!pending.isEmpty() || !pods.isEmpty()) && failed.size() <= number("maxFailedIndexes"))
        {
            while (!pending.isEmpty() && pods.size() < number("parallelism"))
            {
                start(pending.pollFirst());
            }
            for (final Pod pod : List.copyOf(pods))
            {
                if (pod.process.waitFor(TURN_MS, TimeUnit.MILLISECONDS))
                {
                    pods.remove(pod);
                    ended(pod);
                }
                else if (drained == 0 || killed == 0)
                {
                    kill(pod, drained == 0);
                }
                else if (Math.floorMod(random.nextLong(), KILL_ODDS) == 0)
                {
                    kill(pod, (random.nextLong() & 1) == 0);
                }
            }
        }

        return failed;
    }

    int drained()
    {
        return drained;
    }

    int killed()
    {
        return killed;
    }

    /** Returns the directory of a mount. */
    Path mount(final String path)
    {
        return mounts.get(path);
    }

    private void start(final int index) throws IOException
    {
        final List<String> words = new ArrayList<>();
        for (final Object word : (List<?>)container().get("command"))
        {
            String text = word.toString();
            for (final Map.Entry<String, Path> mount : mounts.entrySet())
            {
                text = text.startsWith(mount.getKey()) ? mount.getValue() + text.substring(mount.getKey().length()) :
                    text;
            }
            words.add(text.replace("$(JOB_COMPLETION_INDEX)", Integer.toString(index)));
        }
        final Path log = Files.createDirectories(directory.resolve("pods")).resolve(index + "-" + started++);
        final ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JOB_COMPLETION_INDEX", Integer.toString(index));
        final Path temporary = Files.createDirectories(directory.resolve("tmp-" + started));
        builder.environment().put("PATH", programs + ":" + System.getenv("PATH"));
        builder.environment().put("TMPDIR", temporary.toString());
        words.set(0, programs.resolve(words.get(0)).toString());
        pods.add(new Pod(index, builder.start(), temporary));
    }

    /** Kills a pod that has begun its work, with all of its processes; the kernel only one of each index. */
    private void kill(final Pod pod, final boolean isDrain) throws IOException
    {
        final boolean isSpared = !isDrain && failures.getOrDefault(pod.index, 0) >= number("backoffLimitPerIndex");
        if (isSpared || !pod.hasBegun() || drained + killed >= 2 * number("completions"))
        {
            return;
        }
        pod.isDrained = isDrain;
        drained += isDrain ? 1 : 0;
        killed += isDrain ? 0 : 1;
        pod.process.descendants().forEach(ProcessHandle::destroyForcibly);
        pod.process.destroyForcibly();
    }

    private void ended(final Pod pod)
    {
        final int exit = pod.process.exitValue();
        final String action = exit == 0 ? "Succeed" : action(pod, exit);
        final int count = failures.merge(pod.index, action.equals("Count") ? 1 : 0, Integer::sum);
        if (action.equals("FailIndex") || count > number("backoffLimitPerIndex"))
        {
            failed.add(pod.index);
        }
        else if (!action.equals("Succeed"))
        {
            pending.add(pod.index);
        }
    }

    /** Returns the action of the first rule that a pod meets. */
    private String action(final Pod pod, final int exit)
    {
        for (final Object each : (List<?>)((Map<?, ?>)spec().get("podFailurePolicy")).get("rules"))
        {
            final Map<?, ?> rule = (Map<?, ?>)each;
            final Map<?, ?> codes = (Map<?, ?>)rule.get("onExitCodes");
            if (codes == null ? pod.isDrained : ((List<?>)codes.get("values")).contains(exit))
            {
                return text(rule, "action");
            }
        }

        return "Count";
    }

    private Map<?, ?> spec()
    {
        return (Map<?, ?>)documents.get("Job").get("spec");
    }

    private Map<?, ?> pod()
    {
        return (Map<?, ?>)((Map<?, ?>)spec().get("template")).get("spec");
    }

    private Map<?, ?> container()
    {
        return (Map<?, ?>)((List<?>)pod().get("containers")).get(0);
    }

    private int number(final String name)
    {
        return (Integer)spec().get(name);
    }

    private static void check(final Map<?, ?> document, final String name)
    {
        if (!((Map<?, ?>)document.get("metadata")).get("name").equals(name))
        {
            throw new AssertionError(name + " is not in the manifest");
        }
    }

    private static String text(final Map<?, ?> fields, final String name)
    {
        return fields.get(name).toString();
    }
}
