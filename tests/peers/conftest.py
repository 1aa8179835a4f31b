"""Our functions against other libraries. Without the library a test is skipped, except in CI: there it must run.

    uv run --group peers pytest -n0 tests/peers/test_bpe_peers.py       # and bleu, counting, gensim, tagger

torch is large and has an environment of its own:

    python -m venv torchvenv && torchvenv/bin/pip install torch==2.13.0 numpy pytest hypothesis
    torchvenv/bin/python -m pytest -o addopts="" tests/peers/test_rnn_peers.py
"""
