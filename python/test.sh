#!/usr/bin/env bash
# Builds the wheel and tests it, in a virtual environment of its own.
#
#   python/test.sh             texts, lists, Arrow, forks, the command, types, examples, documentation
#   python/test.sh --engines   the same and the engines: Spark, Ray, datatrove, Polars, DuckDB, Daft, datasets, pandas
#   python/test.sh -k arrow    what is left goes to pytest
#
# PYTHON names the interpreter (3.9 or later; python3), MOJIMEND_VENV the environment (target/python/venv).
set -euo pipefail
cd "$(dirname "$0")"

engines=no
if [ "${1:-}" = --engines ]; then
    engines=yes
    shift
fi
python=${PYTHON:-python3}
work=$(cd .. && pwd)/target/python
venv=${MOJIMEND_VENV:-$work/venv}
mkdir -p "$work"

install_package() {
    if ! command -v apt-get >/dev/null; then
        return 1
    fi
    local sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo -n"
    $sudo apt-get -qq update && $sudo apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

# Debian has venv in a package of its own, and without it makes half an environment.
if [ ! -x "$venv/bin/pip" ]; then
    "$python" -m venv "$venv" 2>/dev/null ||
        { rm -rf "$venv" && install_package python3-venv && "$python" -m venv "$venv"; } ||
        { echo "$python cannot make virtual environments: install its venv module (Debian: python3-venv)" >&2; exit 1; }
fi
pip() { "$venv/bin/pip" install --quiet --disable-pip-version-check --no-cache-dir "$@"; }

pip 'maturin>=1.9.4,<2'
"$venv/bin/maturin" build --release --compression-level 9 --quiet --interpreter "$venv/bin/python" --out "$work/wheels"
wheel=$(ls -t "$work"/wheels/mojimend-*.whl | head -n 1)
size=$(stat -c %s "$wheel" 2>/dev/null || stat -f %z "$wheel")
echo "$(basename "$wheel"): $((size / 1000)) kB"
[ "$size" -lt 15000000 ] || { echo "the wheel is larger than 15 MB" >&2; exit 1; }

# Alone first: the wheel needs nothing.
pip --force-reinstall --no-index "$wheel"
(cd tests && "$venv/bin/python" readme.py)
pip "$wheel[test]"
marks="not engine"
if [ "$engines" = yes ]; then
    marks=""
    # One by one: where one cannot be had the tests of the others still run, and its own say that they were skipped.
    for extra in recipes datatrove ray spark; do
        pip "$wheel[$extra]" || echo "SKIPPED: the packages of [$extra] cannot be installed here"
    done
    # Spark needs a Java runtime, 17 or later.
    command -v java >/dev/null || [ -n "${JAVA_HOME:-}" ] || install_package default-jre-headless ||
        echo "SKIPPED: no Java runtime, and none could be installed (Debian: default-jre-headless)"
fi

"$venv/bin/mypy" mojimend examples tests benches
cd tests
"$venv/bin/pytest" -p no:cacheprovider -m "$marks" --doctest-glob='*.md' . ../../docs/python.md "$@"
# What was installed is what is tested; the adapters need their engines and have tests of their own.
package=$("$venv/bin/python" -c 'import mojimend, os; print(os.path.dirname(mojimend.__file__))')
"$venv/bin/pytest" -p no:cacheprovider -q --doctest-modules "$package" --ignore "$package/integrations"
